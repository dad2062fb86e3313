package privacy

import "shuangyong/models/seal"

// Sealed are the columns that this package seals by itself.
func Sealed() []seal.Place {
	return []seal.Place{{Table: piece{}.TableName(), Key: "id", Column: "body", Label: pieceLabel}}
}
