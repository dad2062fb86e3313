package wechat

import (
	"io"

	"github.com/sirupsen/logrus"
)

// The SDK logs through logrus's global logger, whole messages and signatures, and its root package sets that to Debug on stdout. Its init has run before
// ours, as we import it; nothing else in the program uses logrus.
func init() { //nolint:gochecknoinits // the SDK's loggers are process-wide, and must be silent before the first call
	silence()
}

func silence() {
	logrus.SetOutput(io.Discard)
	logrus.SetLevel(logrus.PanicLevel)
	logrus.StandardLogger().ReplaceHooks(logrus.LevelHooks{})
}
