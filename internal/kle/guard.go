package kle

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// guard feeds the decoder byte by byte. Since it hands out single bytes it can stop the decoder in the middle of a piece of
// text that never ends, before the decoder has gathered it in memory.
type guard struct {
	src   *bufio.Reader
	bom   bool
	total int // bytes handed out
	piece int // bytes handed out since the decoder was last asked for a token
}

// limitError is a limit the guard stopped at.
type limitError struct {
	fault fault
	limit int
}

func (e *limitError) Error() string { return fmt.Sprintf(e.fault.en, e.limit) }

// encodingError is a declared encoding that is not read.
type encodingError struct{ name string }

func (e *encodingError) Error() string { return "unsupported encoding " + e.name }

func newGuard(r io.Reader) *guard {
	g := &guard{src: bufio.NewReaderSize(r, 64<<10)}
	if head, _ := g.src.Peek(3); bytes.Equal(head, []byte("\xef\xbb\xbf")) {
		_, _ = g.src.Discard(3)
		g.bom = true
	}
	return g
}

// ReadByte implements io.ByteReader, which makes the decoder leave out its own buffer.
func (g *guard) ReadByte() (byte, error) {
	if g.total >= MaxFile {
		return 0, &limitError{faultFileSize, MaxFile}
	}
	if g.piece >= MaxPiece {
		return 0, &limitError{faultToken, MaxPiece}
	}
	b, err := g.src.ReadByte()
	if err == nil {
		g.total++
		g.piece++
	}
	return b, err
}

// Read is there because the decoder asks for an io.Reader; it uses ReadByte.
func (g *guard) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	b, err := g.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = b
	return 1, nil
}

// charset is the decoder's CharsetReader: it turns what is left of the input into UTF-8. A byte order mark has already said
// that the file is UTF-8, so it overrules the declaration.
func (g *guard) charset(label string, _ io.Reader) (io.Reader, error) {
	if g.bom {
		return g, nil
	}
	switch strings.ToLower(label) {
	case "us-ascii", "ascii":
	case "iso-8859-1", "latin1", "iso8859-1":
		g.src = bufio.NewReader(charmap.ISO8859_1.NewDecoder().Reader(g.src))
	case "windows-1252", "cp1252":
		g.src = bufio.NewReader(charmap.Windows1252.NewDecoder().Reader(g.src))
	default:
		return nil, &encodingError{cut(label, 40)}
	}
	return g, nil
}
