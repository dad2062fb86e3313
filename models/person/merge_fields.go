package person

import (
	"shuangyong/models/fault"
)

// Field is something that two records of one person can tell differently.
type Field string

// The fields of a record, in the order they are shown in.
const (
	FieldName     Field = "name"
	FieldIDNumber Field = "id_number"
	FieldSex      Field = "sex"
	FieldBornOn   Field = "born_on"
	FieldDiedOn   Field = "died_on"
	FieldPhone    Field = "phone"
	FieldAddress  Field = "address"
	FieldStation  Field = "station"
)

// Fields lists them.
func Fields() []Field {
	return []Field{FieldName, FieldIDNumber, FieldSex, FieldBornOn, FieldDiedOn, FieldPhone, FieldAddress, FieldStation}
}

// Side is one of the two records of a merge.
type Side string

// From is the record that goes, Into the one that stays.
const (
	From Side = "from"
	Into Side = "into"
)

// Choices says whose value stands, for the fields that were decided. For the others Into's stands where it has one.
type Choices map[Field]Side

var errChoice = fault.New(fault.Invalid, "person.choice", "有一项选择看不懂，没有合并。请刷新预览后重新选。")

func (c Choices) check() error {
	for field, side := range c {
		if label(field) == "" || side != From && side != Into {
			return errChoice
		}
	}
	return nil
}

// label is the field as clerks read it.
func label(f Field) string {
	switch f {
	case FieldName:
		return "姓名"
	case FieldIDNumber:
		return "公民身份号码"
	case FieldSex:
		return "性别"
	case FieldBornOn:
		return "出生日期"
	case FieldDiedOn:
		return "去世日期"
	case FieldPhone:
		return "手机号"
	case FieldAddress:
		return "住址"
	case FieldStation:
		return "服务站"
	default:
		return ""
	}
}

// Chinese is the field as clerks read it.
func (f Field) Chinese() string { return label(f) }

// combine is the person that two records make: into's values, from's where it has none, and the chosen ones.
func combine(from, into Person, c Choices) (Person, error) {
	if err := c.check(); err != nil {
		return Person{}, err
	}
	if _, decided := c[FieldIDNumber]; !decided && from.IDNumber != "" && into.IDNumber != "" && from.IDNumber != into.IDNumber {
		return Person{}, ErrTwoNumbers
	}
	one := into
	for _, f := range Fields() {
		if c.side(f, from, into) == From {
			take(&one, from, f)
		}
	}
	if one.DiedOn != "" && one.DiedOn < one.BornOn {
		return Person{}, errChoice.WithField(string(FieldDiedOn), "去世日期早于出生日期，请选同一份档案里的")
	}
	return one, nil
}

// side is whose value of the field stands. The home station is always known, so only a choice takes from's. Birthday and sex stand in the identity number and go with it.
func (c Choices) side(f Field, from, into Person) Side {
	if f == FieldBornOn || f == FieldSex {
		whose, p := c.side(FieldIDNumber, from, into), into
		if whose == From {
			p = from
		}
		if p.IDNumber != "" && !blank(p, f) {
			return whose
		}
	}
	if chosen, ok := c[f]; ok && !(chosen == From && blank(from, f)) {
		return chosen
	}
	if blank(into, f) && !blank(from, f) {
		return From
	}
	return Into
}

func blank(p Person, f Field) bool {
	switch f {
	case FieldName:
		return p.Name == ""
	case FieldIDNumber:
		return p.IDNumber == ""
	case FieldSex:
		return p.Sex == ""
	case FieldBornOn:
		return p.BornOn == ""
	case FieldDiedOn:
		return p.DiedOn == ""
	case FieldPhone:
		return p.Phone == ""
	case FieldAddress:
		return p.Address == ""
	default:
		return p.StationPath == ""
	}
}

// take copies one field of from.
func take(to *Person, from Person, f Field) {
	switch f {
	case FieldName:
		to.Name = from.Name
	case FieldIDNumber:
		to.IDNumber = from.IDNumber
	case FieldSex:
		to.Sex = from.Sex
	case FieldBornOn:
		to.BornOn = from.BornOn
	case FieldDiedOn:
		to.DiedOn = from.DiedOn
	case FieldPhone:
		to.Phone = from.Phone
	case FieldAddress:
		to.Address = from.Address
	case FieldStation:
		to.StationID, to.StationPath = from.StationID, from.StationPath
	}
}
