package simulator

import "strings"

const maxText = 2048 // bytes of a text

// custom is a customer-service message.
type custom struct {
	ToUser  string `json:"touser"`
	MsgType string `json:"msgtype"`
	Text    struct {
		Content string `json:"content"`
	} `json:"text"`
	Image mediaOf `json:"image"`
	Voice mediaOf `json:"voice"`
	Video struct {
		mediaOf
		Title       string `json:"title"`
		Description string `json:"description"`
	} `json:"video"`
	News struct {
		Articles []struct {
			Title       string `json:"title"`
			Description string `json:"description"`
			URL         string `json:"url"`
			PicURL      string `json:"picurl"`
		} `json:"articles"`
	} `json:"news"`
	Menu struct {
		Head string `json:"head_content"`
		List []struct {
			Content string `json:"content"`
		} `json:"list"`
		Tail string `json:"tail_content"`
	} `json:"msgmenu"`
	Page struct {
		Title    string `json:"title"`
		AppID    string `json:"appid"`
		PagePath string `json:"pagepath"`
		Thumb    string `json:"thumb_media_id"`
	} `json:"miniprogrampage"`
	Link struct {
		Title       string `json:"title"`
		Description string `json:"description"`
		URL         string `json:"url"`
		Thumb       string `json:"thumb_url"`
	} `json:"link"`
}

type mediaOf struct {
	MediaID string `json:"media_id"`
}

// customSend delivers a message of customer service, as far as what the person did allows.
func (s *Simulator) customSend(a *ask) told {
	var in custom
	if !a.json(&in) {
		return refuse(badFormat)
	}
	p := s.addressee(a.side.which, in.ToUser)
	if p == nil {
		return refuse(40003)
	}
	a.openID = p.openid
	if a.side.which == Official && !p.follows {
		return refuse(43004)
	}
	out, code := s.readCustom(a, in)
	if code != codeOK {
		return refuse(code)
	}
	if code := p.windows[a.side.which].spend(s.o.Clock.Now()); code != codeOK {
		return refuse(code)
	}
	p.windows[a.side.which].typing = s.o.Clock.Now()
	out.OpenID, out.Side = p.openid, a.side.which
	s.deliver(out)
	return refuse(codeOK)
}

// readCustom is what the phone shows of a message.
func (s *Simulator) readCustom(a *ask, in custom) (Sent, int) {
	out := Sent{Kind: in.MsgType}
	if !takes(a.side.which, in.MsgType) {
		return out, 40008
	}
	switch in.MsgType {
	case "text":
		out.Text = in.Text.Content
	case "image":
		return s.withMedia(a, out, "image", in.Image.MediaID)
	case "voice":
		return s.withMedia(a, out, "voice", in.Voice.MediaID)
	case "video":
		out.Title, out.Text = in.Video.Title, in.Video.Description
		return s.withMedia(a, out, "video", in.Video.MediaID)
	case "news":
		return readNews(out, in)
	case "msgmenu":
		out.Text = in.menuText()
	case "miniprogrampage":
		return s.readPage(a, out, in)
	case "link":
		out.Title, out.Text, out.URL, out.Picture = in.Link.Title, in.Link.Description, in.Link.URL, in.Link.Thumb
		if out.Title == "" || out.URL == "" {
			return out, 44004
		}
		return out, codeOK
	default: // mpnews, mpnewsarticle: there is no permanent material here
		return out, 40007
	}
	switch {
	case out.Text == "":
		return out, 44004
	case len(out.Text) > maxText:
		return out, tooLong
	}
	return out, codeOK
}

// takes tells which messages an account's customer service can send.
func takes(which Side, kind string) bool {
	switch kind {
	case "text", "image", "miniprogrampage":
		return true
	case "link":
		return which == Mini
	case "voice", "video", "news", "mpnews", "mpnewsarticle", "msgmenu":
		return which == Official
	}
	return false
}

func (s *Simulator) withMedia(a *ask, out Sent, kind, mediaID string) (Sent, int) {
	m := s.media.find(a.side, mediaID, s.o.Clock.Now())
	if m == nil || m.kind != kind {
		return out, 40007
	}
	address := s.base(a.host) + "/mmbiz/" + m.file
	if kind == "image" {
		out.Picture = address
	} else {
		out.URL = address
	}
	return out, codeOK
}

func readNews(out Sent, in custom) (Sent, int) {
	switch n := len(in.News.Articles); {
	case n == 0:
		return out, 44003
	case n > 1:
		return out, 45008
	}
	one := in.News.Articles[0]
	out.Articles = []Article{{Title: one.Title, Description: one.Description, PicURL: one.PicURL, URL: one.URL}}
	out.Title, out.Text, out.URL, out.Picture = one.Title, one.Description, one.URL, one.PicURL
	return out, codeOK
}

func (in custom) menuText() string {
	if len(in.Menu.List) == 0 {
		return ""
	}
	lines := []string{in.Menu.Head}
	for _, item := range in.Menu.List {
		lines = append(lines, item.Content)
	}
	return strings.Trim(strings.Join(append(lines, in.Menu.Tail), "\n"), "\n")
}

func (s *Simulator) readPage(a *ask, out Sent, in custom) (Sent, int) {
	thumb := s.media.find(a.side, in.Page.Thumb, s.o.Clock.Now())
	mini := s.sides[Mini]
	switch {
	case thumb == nil || thumb.kind != "image" && thumb.kind != "thumb":
		return out, 40007
	case a.side.which == Official && (mini == nil || in.Page.AppID != mini.ID):
		return out, 40013
	case !isPage(in.Page.PagePath):
		return out, 40165
	}
	out.Title, out.URL, out.Picture = in.Page.Title, in.Page.PagePath, s.base(a.host)+"/mmbiz/"+thumb.file
	return out, codeOK
}

// customTyping shows 对方正在输入, for fifteen seconds or until a message comes.
func (s *Simulator) customTyping(a *ask) told {
	var in struct {
		ToUser  string `json:"touser"`
		Command string `json:"command"`
	}
	if !a.json(&in) {
		return refuse(badFormat)
	}
	p := s.addressee(a.side.which, in.ToUser)
	if p == nil {
		return refuse(40003)
	}
	a.openID = p.openid
	now, w := s.o.Clock.Now(), p.windows[a.side.which]
	if code := w.may(now); code == 45015 {
		return refuse(code)
	}
	switch {
	case in.Command == "CancelTyping":
		w.typing = now
	case in.Command != "Typing":
		return refuse(45072)
	case now.Sub(w.heard) > typingAfter:
		return refuse(45080)
	case now.Before(w.typing):
		return refuse(45081)
	default:
		w.typing = now.Add(typingFor)
	}
	return refuse(codeOK)
}
