package simulator

import (
	"crypto/rand"
	"net/http"
	"strings"
	"time"
)

const (
	mediaLife = 3 * 24 * time.Hour
	mediaRoom = 64 << 20 // bytes of all files together; the oldest go
	mediaMost = 10 << 20 // bytes of one
)

// medium is a file that somebody sent or the program put up.
type medium struct {
	owner   *side // nil when a person sent it: both accounts may fetch it
	kind    string
	format  format
	file    string // the name at /mmbiz
	content []byte
	at      time.Time
}

// mediaStore keeps files by media id and by the name in their address.
type mediaStore struct {
	byID, byFile map[string]*medium
	order        []string // ids, the oldest first
	bytes        int
}

func newMediaStore() mediaStore {
	return mediaStore{byID: map[string]*medium{}, byFile: map[string]*medium{}}
}

// Store keeps what somebody sends from the phone, a picture ("image"), voice or video, and gives its media id and its address. A voice without content is
// a second of silence. What is no such file, or too large, gives two empty strings.
func (s *Simulator) Store(kind string, content []byte) (mediaID, url string) {
	if kind == "voice" && len(content) == 0 {
		content = silence(time.Second)
	}
	f, code := formatOf(kind, content)
	if code != codeOK {
		return "", ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id, m := s.media.keep(&medium{kind: kind, format: f, content: content, at: s.o.Clock.Now()})
	return id, s.base("") + "/mmbiz/" + m.file
}

// keep makes room and stores m.
func (m *mediaStore) keep(one *medium) (string, *medium) {
	id := rand.Text() + rand.Text()
	one.file = rand.Text() + one.format.extension
	for m.bytes+len(one.content) > mediaRoom && len(m.order) > 0 {
		oldest := m.byID[m.order[0]]
		delete(m.byID, m.order[0])
		delete(m.byFile, oldest.file)
		m.order, m.bytes = m.order[1:], m.bytes-len(oldest.content)
	}
	m.byID[id], m.byFile[one.file] = one, one
	m.order, m.bytes = append(m.order, id), m.bytes+len(one.content)
	return id, one
}

// find is the file with that id that the account may use, nil after three days.
func (m *mediaStore) find(who *side, id string, now time.Time) *medium {
	one := m.byID[id]
	if one == nil || one.owner != nil && one.owner != who || now.Sub(one.at) >= mediaLife {
		return nil
	}
	return one
}

// mediaUpload takes a file of the program's.
func (s *Simulator) mediaUpload(a *ask) told {
	kind := a.query.Get("type")
	if _, known := mediaRules[kind]; !known {
		return refuse(40004)
	}
	content, code := a.formFile("media")
	if code != codeOK {
		return refuse(code)
	}
	f, code := formatOf(kind, content)
	if code != codeOK {
		return refuse(code)
	}
	id, m := s.media.keep(&medium{owner: a.side, kind: kind, format: f, content: content, at: s.o.Clock.Now()})
	name := "media_id"
	if kind == "thumb" {
		name = "thumb_media_id"
	}
	return fine(map[string]any{"type": kind, name: id, "created_at": m.at.Unix(), "item": []any{}})
}

// mediaGet gives a file: a video by its address, the rest as it is.
func (s *Simulator) mediaGet(a *ask) told {
	id := a.query.Get("media_id")
	m := s.media.find(a.side, id, s.o.Clock.Now())
	if m == nil {
		return refuse(40007)
	}
	if m.kind == "video" {
		return fine(map[string]string{"video_url": s.base(a.host) + "/mmbiz/" + m.file})
	}
	return told{status: http.StatusOK, kind: m.format.mime, filename: id + m.format.extension, body: m.content}
}

// showFile serves /mmbiz/{file}, without a token: whoever has the address may see it.
func (s *Simulator) showFile(path string) told {
	content, kind, found := s.File(strings.TrimPrefix(path, "/mmbiz/"))
	if !found {
		return page(http.StatusNotFound, "404 Not Found")
	}
	return told{status: http.StatusOK, kind: kind, body: content}
}

// File is what lies at /mmbiz/{name}, and its content type.
func (s *Simulator) File(name string) (content []byte, kind string, found bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.media.byFile[name]
	if m == nil {
		return nil, "", false
	}
	return m.content, m.format.mime, true
}
