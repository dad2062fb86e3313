package simulator

import (
	"encoding/json"
	"slices"
)

// Tencent's limits on a menu; names, keys and addresses in bytes.
const (
	menuColumns  = 3
	menuRows     = 5
	topNameLimit = 16
	rowNameLimit = 60
	keyLimit     = 128
	urlLimit     = 1024
)

// button is a column of the menu, or something to tap.
type button struct {
	Type      string   `json:"type,omitempty"`
	Name      string   `json:"name"`
	Key       string   `json:"key,omitempty"`
	URL       string   `json:"url,omitempty"`
	AppID     string   `json:"appid,omitempty"`
	PagePath  string   `json:"pagepath,omitempty"`
	MediaID   string   `json:"media_id,omitempty"`
	ArticleID string   `json:"article_id,omitempty"`
	Rows      []button `json:"sub_button,omitempty"`
}

// buttonCodes are what a button is refused with: a column, or a row below one.
type buttonCodes struct{ kind, name, key, url int }

var (
	columnCodes = buttonCodes{40017, 40018, 40019, 40020}
	rowCodes    = buttonCodes{40024, 40025, 40026, 40027}
)

// keyedTypes are the taps that come back as an event with a key.
var keyedTypes = []string{"click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select"}

// Menu is the Official Account's menu as it was put in place, {"button":[…]}; nil when there is none.
func (s *Simulator) Menu() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.menu)
}

// menuCreate puts a menu in place for everybody.
func (s *Simulator) menuCreate(a *ask) told {
	var in struct {
		Button []button `json:"button"`
	}
	if !a.json(&in) {
		return refuse(badFormat)
	}
	if code := s.checkMenu(in.Button); code != codeOK {
		return refuse(code)
	}
	kept, err := json.Marshal(map[string]any{"button": in.Button})
	if err != nil {
		return refuse(badFormat)
	}
	s.menu = kept
	return refuse(codeOK)
}

func (s *Simulator) checkMenu(columns []button) int {
	if len(columns) == 0 || len(columns) > menuColumns {
		return 40016
	}
	for _, column := range columns {
		if len(column.Rows) == 0 {
			if code := s.checkButton(column, topNameLimit, columnCodes); code != codeOK {
				return code
			}
			continue
		}
		if column.Name == "" || len(column.Name) > topNameLimit {
			return 40018
		}
		if len(column.Rows) > menuRows {
			return 40023
		}
		for _, row := range column.Rows {
			if len(row.Rows) > 0 {
				return 40022
			}
			if code := s.checkButton(row, rowNameLimit, rowCodes); code != codeOK {
				return code
			}
		}
	}
	return codeOK
}

// checkButton checks something to tap.
func (s *Simulator) checkButton(b button, nameLimit int, codes buttonCodes) int {
	mini := s.sides[Mini]
	switch {
	case b.Name == "" || len(b.Name) > nameLimit:
		return codes.name
	case slices.Contains(keyedTypes, b.Type):
		if b.Key == "" || len(b.Key) > keyLimit {
			return codes.key
		}
	case b.Type == "view":
		if b.URL == "" || len(b.URL) > urlLimit {
			return codes.url
		}
	case b.Type == "miniprogram":
		switch {
		case b.URL == "" || len(b.URL) > urlLimit:
			return codes.url
		case mini == nil || b.AppID != mini.ID:
			return 40013
		case !isPage(b.PagePath):
			return 40165
		}
	case slices.Contains([]string{"media_id", "view_limited", "article_id", "article_view_limited"}, b.Type):
		return 40007 // there is no permanent material here
	default:
		return codes.kind
	}
	return codeOK
}

func (s *Simulator) menuGet(*ask) told {
	if s.menu == nil {
		return refuse(46003)
	}
	return fine(map[string]json.RawMessage{"menu": s.menu})
}

func (s *Simulator) menuDelete(*ask) told {
	s.menu = nil
	return refuse(codeOK)
}

// menuShown is the menu in the form in which it also tells what was set on Tencent's website.
func (s *Simulator) menuShown(*ask) told {
	var in struct {
		Button []button `json:"button"`
	}
	if s.menu == nil {
		return fine(map[string]any{"is_menu_open": 0, "selfmenu_info": map[string]any{}})
	}
	_ = json.Unmarshal(s.menu, &in) // menuCreate wrote it
	list := []map[string]any{}
	for _, column := range in.Button {
		one := column.shown()
		if len(column.Rows) > 0 {
			rows := []map[string]any{}
			for _, row := range column.Rows {
				rows = append(rows, row.shown())
			}
			one["sub_button"] = map[string]any{"list": rows}
		}
		list = append(list, one)
	}
	return fine(map[string]any{"is_menu_open": 1, "selfmenu_info": map[string]any{"button": list}})
}

func (b button) shown() map[string]any {
	one := map[string]any{"name": b.Name}
	for name, text := range map[string]string{"type": b.Type, "key": b.Key, "url": b.URL, "appid": b.AppID, "pagepath": b.PagePath} {
		if text != "" {
			one[name] = text
		}
	}
	return one
}
