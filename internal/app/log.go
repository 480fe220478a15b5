package app

import (
	"io"
	"log/slog"
	"strings"
)

// jsonLog is the log of a service: one JSON object a line on stderr, nothing below the level.
func jsonLog(w io.Writer, level string) *slog.Logger {
	var least slog.Level
	if err := least.UnmarshalText([]byte(strings.ToUpper(level))); err != nil {
		least = slog.LevelInfo
	}
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: least}))
}
