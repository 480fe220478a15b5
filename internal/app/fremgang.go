package app

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progress tells how long work goes: a line that renews itself on a terminal, one line every few seconds elsewhere.
type progress struct {
	out      io.Writer
	nu       func() time.Time
	what     string
	size     int64     // bytes in all; zero: unknown
	read     *counting // bytes so far
	began    time.Time
	told     time.Time
	terminal bool
	shown    bool
}

func newProgress(out io.Writer, nu func() time.Time, what string, size int64, read *counting) *progress {
	p := &progress{out: out, nu: nu, what: what, size: size, read: read, began: nu(), told: nu()}
	if file, ok := out.(*os.File); ok {
		info, err := file.Stat()
		p.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return p
}

// at tells that n are done, when it is time to tell.
func (p *progress) at(n int) {
	pause := 3 * time.Second
	if p.terminal {
		pause = 200 * time.Millisecond
	}
	now := p.nu()
	if now.Sub(p.told) < pause {
		return
	}
	p.told = now
	text := fmt.Sprintf("%d %s, %.0f/s", n, p.what, float64(n)/now.Sub(p.began).Seconds())
	if p.size > 0 && p.read != nil && p.read.n > 0 {
		share := float64(p.read.n) / float64(p.size)
		left := time.Duration(float64(now.Sub(p.began)) * (1 - share) / share)
		text += fmt.Sprintf(", %.0f %%, %s left", 100*share, left.Round(time.Second))
	}
	if p.terminal {
		_, _ = fmt.Fprintf(p.out, "\r\x1b[K%s", text)
		p.shown = true
		return
	}
	_, _ = fmt.Fprintln(p.out, text)
}

func (p *progress) end() {
	if p.shown {
		_, _ = fmt.Fprint(p.out, "\r\x1b[K")
	}
}
