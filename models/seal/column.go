package seal

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"reflect"

	"gorm.io/gorm/schema"
)

// RegisterColumns makes GORM know the tag `serializer:sealed`. Opening a database does it.
func RegisterColumns() { schema.RegisterSerializer("sealed", Column{}) }

// ErrUnsealed is what the database driver gets instead of a Text that no serializer sealed: in a condition, a map update or a column without the tag.
var ErrUnsealed = errors.New("seal: private text outside a sealed column")

// Value implements driver.Valuer by refusing, so that private text cannot reach the database in the clear.
func (t Text) Value() (driver.Value, error) { return nil, ErrUnsealed }

// Column seals a Text on its way into the database and opens it on its way out. The place it is bound to is "table.column:primary key"; so the key is
// set before the row is saved, and it is the first column of whatever reads the row. The empty text is stored as no bytes.
type Column struct{}

// Value implements schema.SerializerValuerInterface.
func (Column) Value(ctx context.Context, field *schema.Field, dst reflect.Value, value any) (any, error) {
	text, err := textOf(value)
	if err != nil {
		return nil, fmt.Errorf("%w: %s.%s", err, field.Schema.Table, field.DBName)
	}
	if text == "" {
		return []byte{}, nil
	}
	keys, ok := keyringOf(ctx)
	if !ok {
		return nil, errNoKeyring
	}
	label, err := labelOf(ctx, field, dst)
	if err != nil {
		return nil, err
	}
	return keys.Seal([]byte(text), label)
}

// Scan implements schema.SerializerInterface.
func (Column) Scan(ctx context.Context, field *schema.Field, dst reflect.Value, value any) error {
	if field.FieldType != reflect.TypeFor[Text]() {
		return fmt.Errorf("seal: %s.%s is a %s, want Text", field.Schema.Table, field.DBName, field.FieldType)
	}
	var stored []byte
	switch v := value.(type) {
	case nil:
	case []byte:
		stored = v
	default:
		return fmt.Errorf("seal: %s.%s holds %T, want bytes", field.Schema.Table, field.DBName, value)
	}
	plain, err := openFor(ctx, field, dst, stored)
	if err != nil {
		return err
	}
	field.ReflectValueOf(ctx, dst).SetString(string(plain))
	return nil
}

func openFor(ctx context.Context, field *schema.Field, dst reflect.Value, stored []byte) ([]byte, error) {
	if len(stored) == 0 {
		return nil, nil
	}
	keys, ok := keyringOf(ctx)
	if !ok {
		return nil, errNoKeyring
	}
	label, err := labelOf(ctx, field, dst)
	if err != nil {
		return nil, err
	}
	plain, err := keys.Open(stored, label)
	if err != nil {
		return nil, fmt.Errorf("%w: %s.%s", err, field.Schema.Table, field.DBName)
	}
	return plain, nil
}

var errNoKeyring = errors.New("seal: no keyring in the statement's context")

func textOf(value any) (Text, error) {
	switch v := value.(type) {
	case Text:
		return v, nil
	case *Text:
		if v == nil {
			return "", nil
		}
		return *v, nil
	default:
		return "", fmt.Errorf("seal: %T is not a Text", value)
	}
}

// labelOf names the place of a value; a row without its primary key has no place yet.
func labelOf(ctx context.Context, field *schema.Field, dst reflect.Value) (string, error) {
	key := field.Schema.PrioritizedPrimaryField
	if key == nil {
		return "", fmt.Errorf("seal: %s has no single primary key", field.Schema.Table)
	}
	id, zero := key.ValueOf(ctx, reflect.Indirect(dst))
	if zero {
		return "", fmt.Errorf("seal: %s.%s without its primary key: set it before saving, read it first", field.Schema.Table, field.DBName)
	}
	return columnLabel(field, id), nil
}
