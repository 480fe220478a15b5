package generate

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"indeksbro/internal/eoj"
)

// Mishandle writes a feed as a careless transport would: every tenth line twice, all lines in another order, and among them
// damaged copies of one in a hundred (at least one): cut off, without id, with a date that does not exist, an unknown type,
// bytes that are not UTF-8, a personal number in the id, a negative version and the like. The originals stay, so the index
// made of it equals that of the clean feed. It returns the numbers, from 1, of the damaged lines in what it wrote. It holds
// the whole feed in memory.
func Mishandle(w io.Writer, feed io.Reader, seed uint64) (broken []int, err error) {
	lines, err := readLines(feed)
	if err != nil {
		return nil, err
	}
	t := newTerning(seed, len(lines))
	out := spoil(&t, lines)
	for i := len(out) - 1; i > 0; i-- {
		j := t.n(i + 1)
		out[i], out[j] = out[j], out[i]
	}
	buffered := bufio.NewWriterSize(w, chunk)
	for i, line := range out {
		if line.broken {
			broken = append(broken, i+1)
		}
		_, _ = buffered.Write(line.text) // Flush reports the first error
		_ = buffered.WriteByte('\n')
	}
	if err := buffered.Flush(); err != nil {
		return nil, fmt.Errorf("write mishandled feed: %w", err)
	}
	return broken, nil
}

type feedLinje struct {
	text   []byte
	broken bool
}

func readLines(feed io.Reader) ([][]byte, error) {
	scanner := bufio.NewScanner(feed)
	scanner.Buffer(make([]byte, 0, chunk), eoj.MaxLinje+1)
	var lines [][]byte
	for scanner.Scan() {
		if len(bytes.TrimSpace(scanner.Bytes())) > 0 {
			lines = append(lines, bytes.Clone(scanner.Bytes()))
		}
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("read feed: %w", err)
	}
	return lines, nil
}

// spoil adds the doubles and the damaged copies.
func spoil(t *terning, lines [][]byte) []feedLinje {
	out := make([]feedLinje, 0, len(lines)*112/100+2)
	for i, text := range lines {
		out = append(out, feedLinje{text: text})
		if i%10 == 9 {
			out = append(out, feedLinje{text: text})
		}
	}
	if len(lines) == 0 {
		return out
	}
	for n := range max(1, len(lines)/100) {
		text := damage[n%len(damage)](bytes.Clone(lines[t.n(len(lines))]))
		out = append(out, feedLinje{text: text, broken: true})
	}
	return out
}

// damage is every way a line may arrive that must be refused, whatever the line.
var damage = []func([]byte) []byte{
	func(b []byte) []byte { return b[:len(b)*2/3] }, // cut off
	func(b []byte) []byte { return swap(b, `"id":`, `"ix":`) },
	func(b []byte) []byte { return swap(b, `"version":`, `"version":-`) },
	func(b []byte) []byte { return swap(b, `"version":`, `"vers":`) },
	func(b []byte) []byte { return swap(b, `"version":`, `"version":1.5,"v":`) },
	func(b []byte) []byte { return swap(b, `"type":"`, `"type":"x`) },
	func(b []byte) []byte { return swap(b, `"type":`, `"typ":`) },
	func(b []byte) []byte { return swap(b, `"id":"`, `"id":"7105500001 `) }, // a synthetic personal number
	func(b []byte) []byte { return swap(b, `"id":`, `"id":7,"ie":`) },
	func(b []byte) []byte { return append(b[:len(b)-1], '"', 0xff, 0xfe, '"', '}') },
	func(b []byte) []byte { return append(b, b...) }, // two lines run together
	func(b []byte) []byte { return append([]byte(`[`), b...) },
	badDate,
}

// badDate gives a case or grant a date that does not exist; other lines have none, so they lose their id.
func badDate(b []byte) []byte {
	for _, felt := range []string{`"oprettet":"20`, `"fra":"20`} {
		if bytes.Contains(b, []byte(felt)) {
			return swap(b, felt, felt[:len(felt)-2]+"2024-02-31x")
		}
	}
	return swap(b, `"id":"`, `"id":"","ie":"`)
}

func swap(b []byte, from, to string) []byte { return bytes.Replace(b, []byte(from), []byte(to), 1) }
