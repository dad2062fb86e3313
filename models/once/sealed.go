package once

import "shuangyong/models/seal"

// Sealed is where the replies lie, for sealing them anew with another key.
func Sealed() []seal.Place {
	return []seal.Place{{
		Table: record{}.TableName(), Key: "key_index", Column: "reply",
		Label: func(key string) string { return label(seal.Index(key)) },
	}}
}
