package person_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
)

// What is asked for every row of a list goes through an index, not through all people. SQLite is the one that has to be told.
func TestLookupsGoThroughTheirIndexes(t *testing.T) {
	view := dbtest.SQLite(t).View(t.Context())
	for condition, index := range map[string]string{
		"id_number_index <> '' AND id_number_index = 'a'":          "people_id_number",
		"id_number_index <> '' AND id_number_index IN ('a', 'b')":  "people_id_number",
		"(name_index, born_on) IN (VALUES ('a', 'b'), ('c', 'd'))": "people_name_born_idx",
		"name_index IN ('a', 'b') AND id_number_index = ''":        "people_name_born_idx",
		"station_path GLOB '990100/*' AND id_number_index <> '' AND id_number_index = 'a' AND id > 'b' AND merged_into IS NULL ORDER BY id LIMIT 20": "people_id_number",
		"station_path GLOB '990100/*' AND phone_index <> '' AND phone_index = 'a' AND id > 'b' AND merged_into IS NULL ORDER BY id LIMIT 20":         "people_phone_idx",
		"station_path GLOB '990100/*' AND name_index <> '' AND name_index = 'a' AND id > 'b' AND merged_into IS NULL ORDER BY id LIMIT 20":           "people_name_born_idx",
		"merged_into = 'a'": "people_merged_idx",
		"phone_index = 'a'": "people_phone_idx",
		"name_index = 'a' AND id > 'b' AND merged_into IS NULL": "people_name_born_idx",
	} {
		var plan []struct{ Detail string }
		require.NoError(t, orm.Of(view).Raw("EXPLAIN QUERY PLAN SELECT * FROM people WHERE "+condition).Scan(&plan).Error)
		said := ""
		for _, p := range plan {
			said += p.Detail + "\n"
		}
		require.Contains(t, said, "SEARCH people USING INDEX "+index, condition)
		require.False(t, strings.Contains(said, "SCAN people"), condition)
	}
}
