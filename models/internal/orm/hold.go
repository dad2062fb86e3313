package orm

// OnHold is the condition that a legal hold is upon the person of a row of the table, on the day that is its argument. It stands here because every domain that deletes by itself
// asks it, and none imports another.
func OnHold(table string) string {
	return "EXISTS (SELECT 1 FROM privacy_holds h WHERE h.person_id = " + table + ".person_id AND h.lifted_at IS NULL AND h.until_on >= ?)"
}
