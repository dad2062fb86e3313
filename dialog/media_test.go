package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMedia(t *testing.T) {
	s := newStage(t)
	s.send(Message{Kind: Voice}, "[语音]")
	require.NotContains(t, s.last, "听不懂")
	s.send(Message{Kind: Picture}, "[图片]")
	s.send(Message{Kind: Video}, "[视频]")
	s.send(Message{Kind: Other}, "[链接]")
	s.golden("media")
}
