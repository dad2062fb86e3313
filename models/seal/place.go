package seal

import (
	"fmt"
	"sync"

	"gorm.io/gorm/schema"
)

// Place is a column that holds sealed values, as far as re-sealing needs to know it. Its table has one key column, of UUIDs or texts.
type Place struct {
	Table  string
	Key    string // the primary key's column
	Column string
	// Label is the label that the value of a row is sealed for, given the row's key as text.
	Label func(key string) string
}

// String names the place: table.column.
func (p Place) String() string { return p.Table + "." + p.Column }

// PlacesOf are the columns with the tag `serializer:sealed` of GORM models, each of which must have at least one.
func PlacesOf(models ...any) ([]Place, error) {
	RegisterColumns()
	var all []Place
	for _, model := range models {
		s, err := schema.Parse(model, &sync.Map{}, schema.NamingStrategy{})
		if err != nil {
			return nil, fmt.Errorf("seal: %T: %w", model, err)
		}
		found := placesIn(s)
		if len(found) == 0 || len(s.PrimaryFields) != 1 {
			return nil, fmt.Errorf("seal: %T has no sealed column or not one primary key", model)
		}
		all = append(all, found...)
	}
	return all, nil
}

func placesIn(s *schema.Schema) []Place {
	var found []Place
	for _, f := range s.Fields {
		if _, sealed := f.Serializer.(Column); sealed && s.PrioritizedPrimaryField != nil {
			found = append(found, Place{
				Table: s.Table, Key: s.PrioritizedPrimaryField.DBName, Column: f.DBName,
				Label: func(key string) string { return columnLabel(f, key) },
			})
		}
	}
	return found
}

// columnLabel is the label of a value in a sealed column of the row with the given key.
func columnLabel(f *schema.Field, key any) string {
	return fmt.Sprintf("%s.%s:%v", f.Schema.Table, f.DBName, key)
}
