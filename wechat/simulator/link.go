package simulator

import (
	"crypto/rand"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

const (
	linkShortest = time.Minute
	linkLongest  = 30 * 24 * time.Hour
	maxQuery     = 1024
	maxLinks     = 10_000 // that are remembered; when there are more, those that ended first go
)

var (
	linkPath  = regexp.MustCompile(`^[A-Za-z0-9_/-]{0,256}$`)
	linkQuery = regexp.MustCompile(`^[0-9A-Za-z!#$&'()*+,/:;=?@._~%-]*$`)
)

// link opens a page of the mini-program from outside WeChat.
type link struct {
	AppID   string `json:"appid"`
	Path    string `json:"path"`
	Query   string `json:"query"`
	Version string `json:"env_version"`
	ends    time.Time
}

// linkCreate makes a URL Link.
func (s *Simulator) linkCreate(a *ask) told {
	var in struct {
		Path     string `json:"path"`
		Query    string `json:"query"`
		Type     int    `json:"expire_type"`
		Time     int64  `json:"expire_time"`
		Interval int    `json:"expire_interval"`
		Version  string `json:"env_version"`
	}
	if !a.json(&in) {
		return refuse(badFormat)
	}
	now := s.o.Clock.Now()
	ends := now.Add(linkLongest)
	switch {
	case in.Type == 1 && in.Interval >= 1 && in.Interval <= 30:
		ends = now.AddDate(0, 0, in.Interval)
	case in.Type == 1:
		return refuse(85401)
	case in.Type != 0:
		return refuse(40097)
	case in.Time != 0:
		ends = time.Unix(in.Time, 0)
	}
	if ends.Before(now.Add(linkShortest)) || ends.After(now.Add(linkLongest)) {
		return refuse(85401)
	}
	if in.Version == "" {
		in.Version = "release"
	}
	switch {
	case !linkPath.MatchString(in.Path):
		return refuse(40165)
	case len(in.Query) > maxQuery || !linkQuery.MatchString(in.Query):
		return refuse(40212)
	case !slices.Contains([]string{"release", "trial", "develop"}, in.Version):
		return refuse(40097)
	}
	id := rand.Text()
	s.forgetLinks(now)
	s.links[id] = link{AppID: a.side.ID, Path: in.Path, Query: in.Query, Version: in.Version, ends: ends}
	return fine(struct {
		answer
		URL string `json:"url_link"`
	}{done, s.base(a.host) + "/link/" + id})
}

// forgetLinks makes room for one more.
func (s *Simulator) forgetLinks(now time.Time) {
	if len(s.links) < maxLinks {
		return
	}
	first := ""
	for id, l := range s.links {
		if !now.Before(l.ends) {
			delete(s.links, id)
		} else if first == "" || l.ends.Before(s.links[first].ends) {
			first = id
		}
	}
	if len(s.links) >= maxLinks {
		delete(s.links, first)
	}
}

// openLink serves /link/{id}: the page of the mini-program that a phone would open, as JSON.
func (s *Simulator) openLink(path string) told {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, found := s.links[strings.TrimPrefix(path, "/link/")]
	if !found || !s.o.Clock.Now().Before(l.ends) {
		return page(http.StatusNotFound, "链接已失效")
	}
	return fine(l)
}
