package middleware

import (
	"context"
	"io"
	"log/slog"
)

// Logger writes JSON lines; those of a request carry its number.
func Logger(out io.Writer, level slog.Level) *slog.Logger {
	return slog.New(numbered{slog.NewJSONHandler(out, &slog.HandlerOptions{Level: level})})
}

type numbered struct{ slog.Handler }

// Handle implements slog.Handler.
func (n numbered) Handle(ctx context.Context, r slog.Record) error {
	if id := IDOf(ctx); id != "" {
		r = r.Clone()
		r.AddAttrs(slog.String("request_id", id))
	}
	return n.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (n numbered) WithAttrs(attrs []slog.Attr) slog.Handler {
	return numbered{n.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler.
func (n numbered) WithGroup(name string) slog.Handler { return numbered{n.Handler.WithGroup(name)} }
