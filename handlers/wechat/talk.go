package wechat

import (
	"context"

	"shuangyong/dialog"
	"shuangyong/models/db"
	"shuangyong/models/geo"
	gateway "shuangyong/wechat"
)

// talk takes a turn of the conversation.
func (d *Door) talk(ctx context.Context, m Message) (Answer, error) {
	s := d.speaker(m.In)
	turn, err := d.o.Engine.Turn(ctx, m.Now, s.Speaker, m.State, heard(m.In))
	if turn.Change != nil && s.stranger && d.enrol(ctx, m.In) == nil {
		// He followed before this program was there. What is promised to him needs an account to be kept to.
		turn, err = d.o.Engine.Turn(ctx, m.Now, s.Speaker, m.State, heard(m.In))
	}
	return answerOf(turn), err
}

func answerOf(turn dialog.Turn) Answer {
	a := Answer{Reply: gateway.TextReply(turn.Reply.Body()), State: turn.State, FormID: turn.FormID, Intent: turn.Intent}
	if turn.Change != nil {
		a.Change = func(tx db.Tx) (Answer, error) {
			out, err := turn.Change.Commit(tx)
			return Answer{Reply: gateway.TextReply(out.Reply.Body()), State: out.State}, err
		}
	}
	return a
}

// heard is what a message says to the conversation.
func heard(in gateway.Inbound) dialog.Message {
	switch in.Kind {
	case gateway.KindText:
		return dialog.Message{Kind: dialog.Text, Text: in.Text.Reveal()}
	case gateway.KindVoice:
		return dialog.Message{Kind: dialog.Voice, Text: in.Recognition.Reveal()}
	case gateway.KindImage:
		return dialog.Message{Kind: dialog.Picture}
	case gateway.KindVideo, gateway.KindShortVideo:
		return dialog.Message{Kind: dialog.Video}
	case gateway.KindLocation:
		return place(in.Place)
	case gateway.KindEvent:
		return tapped(in)
	}
	return dialog.Message{Kind: dialog.Other}
}

func place(p *gateway.Place) dialog.Message {
	if p == nil {
		return dialog.Message{Kind: dialog.Other}
	}
	at := geo.Point{Lat: p.Lat, Lng: p.Lng}
	if !at.Valid() {
		return dialog.Message{Kind: dialog.Other}
	}
	label := p.Label
	if p.Name != "" {
		label = p.Name
	}
	return dialog.Message{Kind: dialog.Place, Place: &at, PlaceLabel: label.Reveal()}
}

func tapped(in gateway.Inbound) dialog.Message {
	switch in.Event {
	case gateway.EventClick:
		return dialog.Message{Kind: dialog.Choice, Choice: in.EventKey}
	case gateway.EventSubscribe:
		return dialog.Message{Kind: dialog.Follow}
	case gateway.EventScan:
		return dialog.Message{Kind: dialog.Scan}
	}
	return dialog.Message{Kind: dialog.Other}
}
