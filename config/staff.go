package config

import "time"

// Staff says how long logins at the desk and passwords last.
type Staff struct {
	Idle         time.Duration `key:"staff_idle" default:"30m"`
	Life         time.Duration `key:"staff_life" default:"12h"`
	PasswordDays int           `key:"staff_password_days" default:"90"` // 0: never
}

// PasswordAge is how old a password may get; 0 is any age.
func (s Staff) PasswordAge() time.Duration { return time.Duration(s.PasswordDays) * 24 * time.Hour }

func (c Config) checkStaff(problems *Problems) {
	if c.Staff.Idle < time.Minute || c.Staff.Idle > c.Staff.Life {
		problems.add("staff_idle", "it is under a minute or over staff_life", "Write for example 30m")
	}
	if c.Staff.Life < time.Minute || c.Staff.Life > 24*time.Hour {
		problems.add("staff_life", "it is under a minute or over a day", "Write for example 12h")
	}
	if c.Staff.PasswordDays < 0 || c.Staff.PasswordDays > 3650 {
		problems.add("staff_password_days", "it is no number of days", "Write 90, or 0 for passwords that are never too old")
	}
}
