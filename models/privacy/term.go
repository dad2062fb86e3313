package privacy

import "time"

const day = 24 * time.Hour

// Term is how long something is kept after what, and why. What is not listed is kept as long as its matter needs it.
type Term struct {
	Code   string
	What   string // in Chinese, as people read it
	Keep   time.Duration
	After  string // in Chinese: from when on it counts
	Why    string
	Job    string // which job deletes it: the retention job, unless it must go sooner than daily; "" = nothing deletes it
	Honour bool   // a legal hold upon its person keeps it
}

// RetentionJob is the name of the job that deletes daily what is past its term.
const RetentionJob = "retention"

// Terms are all of them. Those marked [confirm] in docs/privacy.md are our reading.
func Terms() []Term {
	return []Term{
		{"conversation", "聊天的最近几句", day, "最后一句", "接着说用", "在 Redis 里到期", false},
		{"departures", "取消关注的记号（只有散列）", day, "取消关注", "挡住迟到的消息", "owed-deletions", false},
		{"once", "办过一次的凭据和当时的答复", 7 * day, "办成", "重复点不会办两次", "once-sweep", false},
		{"copies", "做给本人的资料副本", KeepCopies, "做好", "够下载就行", RetentionJob, false},
		{"attempts", "输错的次数（只有散列）", 2 * day, "最后一次", "挡住乱试", "attempts-sweep", false},
		{"job_runs", "定时任务的记录（没有个人信息）", 90 * day, "运行", "查故障", "runs-sweep", false},
		{"documents", "申请的证件照片", 0, "", "审完、撤回当时就删", "decision", false},
		{"drafts", "没交的申请", 30 * day, "最后一次改", "接着填", "applications-sweep", true},
		{"handoffs", "办完的转人工记录", 90 * day, "办完", "接着问、有异议时能查", RetentionJob, true},
		{"proxy_codes", "家人代办的号码（只有散列）", 30 * day, "过期", "号码有没有人试过，能查", RetentionJob, false},
		{"consents", "同意和收回同意的记录", 3 * 365 * day, "又作了新的决定；账号没有了的，从作决定起", "证明经过同意，《民法典》第一百八十八条", RetentionJob, true},
		{"requests", "更正、删除的申请和答复", 3 * 365 * day, "答复", "有争议时能查", RetentionJob, true},
		{"retention_runs", "到期删除的记录（只有数目）", 3 * 365 * day, "删除", "证明按期删了", RetentionJob, false},
		{"audit", "谁看过、改过什么", 0, "", "至少一年，谁也不能改；现在不删", "", false},
		{"applications", "交了的申请", 0, "", "身份认定的依据；照片当时就删，其余现在不删", "", false},
		{"proxies", "家人代办的授权（没有姓名）", 0, "", "代办人可能要证明替谁办的；现在不删", "", false},
		{"bookings", "预约记录", 0, "", "接待登记；现在不删", "", false},
		{"payments", "待遇发放", 0, "", "《会计档案管理办法》三十年；现在不删", "", false},
		{"petitions", "诉求和答复", 0, "", "《信访工作条例》《档案法》归档；现在不删", "", false},
	}
}

// TermOf is the term of that code.
func TermOf(code string) (Term, bool) {
	for _, t := range Terms() {
		if t.Code == code {
			return t, true
		}
	}
	return Term{}, false
}
