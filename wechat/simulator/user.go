package simulator

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

const (
	usersAtOnce = 100
	usersAPage  = 10_000
)

// userOf is what the Official Account learns of somebody: nothing of who left it.
func (s *Simulator) userOf(p *person, lang string) map[string]any {
	if !p.follows {
		return map[string]any{"subscribe": 0, "openid": p.openid, "tagid_list": []int{}}
	}
	out := map[string]any{
		"subscribe": 1, "openid": p.openid, "unionid": UnionID(p.openid), "subscribe_time": p.followedAt.Unix(), "language": cmp.Or(lang, "zh_CN"),
		"nickname": "", "sex": 0, "city": "", "province": "", "country": "", "headimgurl": "", "remark": "", "groupid": 0, "tagid_list": []int{},
		"subscribe_scene": "ADD_SCENE_SEARCH", "qr_scene": 0, "qr_scene_str": "",
	}
	if s.unbound[Official] {
		delete(out, "unionid")
	}
	if scene := strings.TrimPrefix(p.scene, "qrscene_"); scene != "" {
		out["subscribe_scene"] = "ADD_SCENE_QR_CODE"
		if n, err := strconv.ParseUint(scene, 10, 32); err == nil {
			out["qr_scene"] = n
		} else {
			out["qr_scene_str"] = scene
		}
	}
	return out
}

// userInfo tells who somebody is, above all his unionid.
func (s *Simulator) userInfo(a *ask) told {
	p := s.addressee(Official, a.query.Get("openid"))
	if p == nil {
		return refuse(40003)
	}
	a.openID = p.openid
	return fine(s.userOf(p, a.query.Get("lang")))
}

// userInfos tells it of up to a hundred.
func (s *Simulator) userInfos(a *ask) told {
	var in struct {
		List []struct {
			OpenID string `json:"openid"`
			Lang   string `json:"lang"`
		} `json:"user_list"`
	}
	if !a.json(&in) {
		return refuse(badFormat)
	}
	if len(in.List) == 0 || len(in.List) > usersAtOnce {
		return refuse(40032)
	}
	list := []map[string]any{}
	for _, one := range in.List {
		p := s.addressee(Official, one.OpenID)
		if p == nil {
			return refuse(40003)
		}
		list = append(list, s.userOf(p, one.Lang))
	}
	return fine(map[string]any{"user_info_list": list})
}

// userList are the followers, in the order in which they came, ten thousand at a time.
func (s *Simulator) userList(a *ask) told {
	var followers []*person
	for _, p := range s.people {
		if p.follows {
			followers = append(followers, p)
		}
	}
	slices.SortFunc(followers, func(a, b *person) int {
		return cmp.Or(a.followedAt.Compare(b.followedAt), cmp.Compare(a.openid, b.openid))
	})
	total, from := len(followers), a.query.Get("next_openid")
	if from != "" {
		at := slices.IndexFunc(followers, func(p *person) bool { return p.openid == from })
		if at < 0 {
			return refuse(40003)
		}
		followers = followers[at+1:]
	}
	followers = followers[:min(len(followers), usersAPage)]
	out := map[string]any{"total": total, "count": len(followers), "next_openid": ""}
	if len(followers) > 0 {
		list := []string{}
		for _, p := range followers {
			list = append(list, p.openid)
		}
		out["data"], out["next_openid"] = map[string]any{"openid": list}, list[len(list)-1]
	}
	return fine(out)
}
