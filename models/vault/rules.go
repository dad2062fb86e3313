package vault

import "time"

// KeepRetired is how long a retired key goes on opening: a day longer than the longest life of anything sealed in Redis (a login, 30 days). Replies in `once` live 7 days.
const KeepRetired = 31 * 24 * time.Hour

// lastVersion is the last that fits the header of a sealed value.
const lastVersion = 255

// in are the data keys in one of the states.
func in(keys []Key, states ...State) []Key {
	var found []Key
	for _, k := range keys {
		for _, s := range states {
			if k.Kind == Data && k.State == s {
				found = append(found, k)
			}
		}
	}
	return found
}

// Has tells whether a data key is in the state.
func Has(keys []Key, state State) bool { return len(in(keys, state)) > 0 }

// Unfinished tells whether a rotation was begun and not brought to its end.
func Unfinished(keys []Key) bool { return len(in(keys, Arriving, Leaving)) > 0 }

// nextVersion is the version of a new data key; false when all 255 were used. A version is never used twice: a value of the first would look like one of the second.
func nextVersion(keys []Key) (byte, bool) {
	highest := byte(0)
	for _, k := range keys {
		if k.Kind == Data {
			highest = max(highest, k.Version)
		}
	}
	return highest + 1, highest < lastVersion
}

// Due are the retired keys that are old enough to be destroyed at now.
func Due(keys []Key, now time.Time) []Key {
	var due []Key
	for _, k := range in(keys, Retired) {
		if k.RetiredAt != nil && !now.Before(k.RetiredAt.Add(KeepRetired)) {
			due = append(due, k)
		}
	}
	return due
}
