package audit

import (
	"slices"

	"github.com/google/uuid"
)

// Told is who did something, as the person it was done to reads it; members are the names that people are told of members of staff.
func (a Actor) Told(members map[uuid.UUID]string) string {
	switch a.Kind {
	case Citizen:
		return "您自己"
	case Proxy:
		return "您的家人"
	case Staff:
		if id, err := uuid.Parse(a.ID); err == nil && members[id] != "" {
			return members[id]
		}
		return "工作人员"
	default:
		return "系统"
	}
}

// MembersIn are the keys of the members of staff among actors, each once.
func MembersIn(actors ...Actor) []uuid.UUID {
	var ids []uuid.UUID
	for _, a := range actors {
		if id, err := uuid.Parse(a.ID); err == nil && a.Kind == Staff && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// did are the changes that somebody reads about himself, in words for everybody. What is not listed is told in general words, never left out.
var did = map[string]string{
	"account.follow": "关注了公众号或打开了小程序", "account.attach": "把微信和登记对上了", "account.join": "把两个微信账号合到一起", "account.claim": "记下您说的身份", "account.forget": "删除了微信账号",
	"account.phone": "记下了手机号", "account.prefer": "记下您的使用习惯", "person.register": "登记了您的资料", "person.name": "记下您的姓名", "person.correct": "更正了资料", "person.grant": "登记了身份",
	"person.end": "登记了身份到期", "person.prove_status": "核对了身份证明", "person.prove": "核实了身份", "person.death": "登记了去世", "person.revive": "更正了误登的去世", "person.release": "解除了微信和档案的关联", "person.move": "换了归属的服务站", "person.merge": "合并了重复的登记",
	"person.suspect": "发现可能重复的登记", "person.erase": "删除了资料", "person.import": "按名册更新了资料", "proxy.grant": "登记了家人代办", "proxy.end": "结束了家人代办", "proxy.revoke": "收回了家人代办",
	"privacy.agree": "同意了一项说明", "privacy.withdraw": "收回了一项同意", "privacy.ask_correction": "提了更正申请", "privacy.answer": "答复了申请", "privacy.take_back": "收回了没答复的更正申请", "privacy.copy": "做了一份资料副本",
	"account.login": "登录了小程序", "account.prove_failed": "核对身份没有对上", "person.prove_card": "用优待证核实了身份", "person.state_name": "记下您填的姓名",
	"person.departure": "登记了迁出", "person.different": "认定不是重复登记", "petition.reassign": "把诉求并到这份登记", "appointment.reassign": "把预约并到这份登记",
	"benefit.reassign": "把优待证和待遇并到这份登记", "handoff.reassign": "把转人工记录并到这份登记", "proxy.reassign": "把家人代办并到这份登记", "application.reassign": "把申请并到这份登记",
	"privacy.reassign": "把同意和申请并到这份登记", "application.erase": "删除了没交的申请", "proxy.look": "家人查了您的事", "audit.search": "审计查了这份登记的记录",
	"privacy.fetch": "下载了资料副本", "privacy.delete": "删除了资料", "privacy.hold": "封存了资料，暂时不能删", "privacy.lift": "解除了封存",
}

// Chinese is what was done, as the person it was done to reads it.
func (k Kept) Chinese() string {
	if words := did[k.Action]; words != "" {
		return words
	}
	return "更新了您的资料"
}

// parts are what of a file was seen, in words.
var parts = map[string]string{
	"file": "基本资料", "list": "名单里的一行", "documents": "证件照片", "document": "证件照片", "export": "批量导出", "phone": "完整电话", "id_number": "完整身份证号", "address": "完整住址", "correction": "更正申请",
	"review": "重复登记的核对", "proxy": "家人代办", "counter": "到站核对", "application": "身份申请",
}

// PartChinese is the part of the file that was seen, in words.
func (s Sight) PartChinese() string {
	if words := parts[s.Part]; words != "" {
		return words
	}
	return "资料"
}
