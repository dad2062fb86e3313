package application

import "slices"

// Kind is what paper a photograph shows. The papers of serving soldiers (军官证, 军士证, 义务兵证, 学员证) are not among them: they are never stored. What staff can also be
// shown at a counter has the same code there.
type Kind string

// Paper is a kind of paper with what people read of it.
type Paper struct {
	Kind    Kind
	Chinese string
	Hint    string
}

// papers are all kinds, in the order of the form.
var papers = []Paper{
	{"discharge", "退役证件", "退伍证、转业证、复员证都行，拍有照片和退役时间的那页。部队番号请用纸条遮住。"},
	{"disability", "残疾军人证", "拍有照片、等级和原因的那页。"},
	{"preferential_card", "优待证", "只拍正面有姓名的一面，银行卡号请用纸条遮住。"},
	{"martyr", "烈士证明书", "整张拍下来。"},
	{"duty_death", "因公牺牲军人证明书", "整张拍下来。部队番号请用纸条遮住。"},
	{"illness_death", "病故军人证明书", "整张拍下来。部队番号请用纸条遮住。"},
	{"family_proof", "军属证明", "区县退役军人事务局、人民武装部开的证明，或优待金、光荣牌的发放记录。部队番号请用纸条遮住。"},
	{"household", "户口簿", "拍能看出您和他关系的那页。"},
	{"marriage", "结婚证", "拍有两人姓名的那页。"},
	{"birth", "出生证明", "拍有父母姓名的那页。"},
	{"identity_card", "居民身份证", "拍有照片的一面。"},
	{"other", "其他证明", "村（社区）、单位或档案部门开的证明。"},
}

// Papers are the kinds of papers that can be shown, in the order of the form.
func Papers() []Paper { return slices.Clone(papers) }

// Chinese is the kind as people read it; "" for one that is none.
func (k Kind) Chinese() string {
	if i := slices.IndexFunc(papers, func(p Paper) bool { return p.Kind == k }); i >= 0 {
		return papers[i].Chinese
	}
	return ""
}

// Notice is what the form says before anything is photographed.
const Notice = "军官证、军士证、义务兵证、学员证请不要拍，现役证件这里不收、不存。部队番号、驻地、银行卡号请遮住。照片只给核对的工作人员看，有了结果当场删除。最多6张。不会拍不要紧，拿原件到就近的服务站，我们帮您办，不收费。"

// The bounds of an application.
const (
	MaxDocuments = 6
	MaxOpen      = 3 // applications of one person at a time
	maxWords     = 1000
	maxClerk     = 300 // characters that a clerk writes
)
