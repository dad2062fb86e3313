package staff

import (
	"regexp"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/fault"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

// State is where an account stands.
type State string

// The states. Who left does not come back: he is invited anew under another login, so that the log keeps naming one person by one account.
const (
	Invited  State = "invited" // has no password yet, or was told to choose anew
	Active   State = "active"
	Disabled State = "disabled" // by an administrator, for now
	Left     State = "left"
)

// Account is a member of staff as the database keeps him. What proves who he is stays in this package.
type Account struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	Login       string
	Name        string    // as colleagues and citizens are told: 李同志
	FullName    seal.Text `gorm:"serializer:sealed"`
	StationID   uuid.UUID
	StationPath station.Path
	State       State
	Password    seal.Text `gorm:"serializer:sealed"` // an argon2id hash; sealed, so that a copy of the database alone is nothing to guess at
	PasswordAt  *time.Time
	TOTPSecret  seal.Text `gorm:"column:totp_secret;serializer:sealed"`
	TOTPStep    int64     `gorm:"column:totp_step"` // the last half minute whose code was used
	TokenIndex  *seal.Index
	TokenUntil  *time.Time
	Epoch       int64 // counts changes of what proves who he is
	CreatedAt   time.Time
}

// TableName implements gorm's Tabler.
func (Account) TableName() string { return "staff_members" }

// held is a role that a member has or had.
type held struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	MemberID   uuid.UUID
	Role       Role
	FromAt     time.Time
	UntilAt    *time.Time // nil: it holds
	GrantedBy  string     // the actor's key
	ApprovalID *uuid.UUID
	OpenKey    *string
}

// TableName implements gorm's Tabler.
func (held) TableName() string { return "staff_roles" }

// The refusals of what is done to accounts.
var (
	ErrNotFound  = fault.New(fault.NotFound, "staff.not_found", "没有这个账号。请回列表刷新后再看。")
	errTaken     = fault.New(fault.Conflict, "staff.login_taken", "这个登录名已经有人用了，请换一个。")
	errForm      = fault.New(fault.Invalid, "staff.bad_account", "账号的资料有写得不对的地方。")
	errNoStation = fault.New(fault.Invalid, "staff.no_station", "没有这个服务站，或不在您管的范围里。请核对站点编码。")
	errLeft      = fault.New(fault.Conflict, "staff.left", "这位同事已经离岗，账号不能再改。要回来工作，请用新的登录名重新邀请。")
)

var (
	loginForm = regexp.MustCompile(`^[a-z][a-z0-9-]{2,31}$`)
	digits    = regexp.MustCompile(`\d`)
)

// Invitation is who shall get an account.
type Invitation struct {
	Login    string    // small letters, digits, -; 3 to 32
	Name     string    // as citizens are told: 李同志
	FullName seal.Text // for the bureau's files
	Station  string    // its code
}

func (i Invitation) check() error {
	bad := errForm
	if !loginForm.MatchString(i.Login) {
		bad = bad.WithField("login", "3 到 32 个小写字母、数字或 -，字母开头")
	}
	if n := utf8.RuneCountInString(i.Name); n < 1 || n > 20 || digits.MatchString(i.Name) {
		bad = bad.WithField("name", "1 到 20 个字，不含数字，比如 李同志")
	}
	if n := utf8.RuneCountInString(i.FullName.Reveal()); n < 1 || n > 40 || digits.MatchString(i.FullName.Reveal()) {
		bad = bad.WithField("full_name", "1 到 40 个字，不含数字")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

func entry(by audit.Actor, action string, id uuid.UUID, detail map[string]string) audit.Entry {
	return audit.Entry{Actor: by, Action: action, Subject: "staff", SubjectID: id.String(), Detail: detail}
}
