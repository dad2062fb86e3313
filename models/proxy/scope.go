package proxy

import (
	"slices"
	"strings"
)

// Scope is a part of somebody's matters. There is none for ride codes: they are for himself alone (民法典 §161: what must be done in person is not
// done by another).
type Scope string

// The scopes.
const (
	Book     Scope = "book"     // 预约办事
	Petition Scope = "petition" // 反映诉求、查进度
	Benefits Scope = "benefits" // 查优待、优待证、补助
)

// AllScopes are all of them, in the order people read them.
func AllScopes() []Scope { return []Scope{Book, Petition, Benefits} }

// Chinese is the scope as people read it; "" for one that is none.
func (s Scope) Chinese() string {
	switch s {
	case Book:
		return "预约"
	case Petition:
		return "反映诉求、查进度"
	case Benefits:
		return "查优待、优待证和补助"
	default:
		return ""
	}
}

// Scopes are several, as they are stored: words in the order of AllScopes, with a space between.
type Scopes string

// ScopesOf gathers scopes, each once. What is no scope and no scope at all are refused.
func ScopesOf(list ...Scope) (Scopes, error) {
	var words []string
	for _, s := range AllScopes() {
		if slices.Contains(list, s) {
			words = append(words, string(s))
		}
	}
	for _, s := range list {
		if s.Chinese() == "" {
			return "", errScope
		}
	}
	if len(words) == 0 {
		return "", errScope
	}
	return Scopes(strings.Join(words, " ")), nil
}

// Has tells whether s is among them.
func (ss Scopes) Has(s Scope) bool { return slices.Contains(ss.List(), s) }

// List are the scopes one by one.
func (ss Scopes) List() []Scope {
	var list []Scope
	for _, w := range strings.Fields(string(ss)) {
		list = append(list, Scope(w))
	}
	return list
}

// Chinese is what may be done, as people read it.
func (ss Scopes) Chinese() string {
	var words []string
	for _, s := range ss.List() {
		words = append(words, s.Chinese())
	}
	return strings.Join(words, "；")
}
