package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// farve is a colour, 0 to 255.
type farve struct{ r, g, b int }

// ark is one page of A4 while it is drawn: texts and rectangles, in millimetres from its upper left corner.
type ark struct {
	tegn    *encoding.Encoder
	indhold bytes.Buffer
	y       float64 // where the next line begins
}

func nytArk() *ark {
	return &ark{tegn: encoding.ReplaceUnsupported(charmap.Windows1252.NewEncoder())}
}

// punkt is the measure of PDF: a 72nd of an inch.
const punkt = 72 / 25.4

// bogstaver is a text in the fonts' letters; what they have not is a question mark.
func (a *ark) bogstaver(s string) string {
	out, err := a.tegn.String(strings.ToValidUTF8(s, "?"))
	if err != nil {
		return "?"
	}
	return strings.ReplaceAll(out, "\x1a", "?")
}

func (f farve) maling() string {
	return fmt.Sprintf("%.3f %.3f %.3f rg", float64(f.r)/255, float64(f.g)/255, float64(f.b)/255)
}

// skriv writes one line of text on its baseline.
func (a *ark) skriv(x, y, size float64, fed bool, c farve, text string) {
	font := "F1"
	if fed {
		font = "F2"
	}
	fmt.Fprintf(&a.indhold, "%s BT /%s %.1f Tf %.2f %.2f Td <%x> Tj ET\n", c.maling(), font, size, x*punkt, (hoejde-y)*punkt, a.bogstaver(text))
}

// felt fills a rectangle.
func (a *ark) felt(x, y, w, h float64, c farve) {
	fmt.Fprintf(&a.indhold, "%s %.2f %.2f %.2f %.2f re f\n", c.maling(), x*punkt, (hoejde-y-h)*punkt, w*punkt, h*punkt)
}

// linjer breaks a text between words so that it fits a width.
func (a *ark) linjer(text string, size, width float64) []string {
	var lines []string
	line, used := "", 0.0
	for _, word := range strings.Fields(text) {
		wide := a.bred(word, size)
		switch space := a.bred(" ", size); {
		case line == "":
			line, used = word, wide
		case used+space+wide <= width:
			line, used = line+" "+word, used+space+wide
		default:
			lines = append(lines, line)
			line, used = word, wide
		}
	}
	return append(lines, line)
}

// bred is how wide a text is in the plain font.
func (a *ark) bred(text string, size float64) float64 {
	sum := 0
	for _, b := range []byte(a.bogstaver(text)) {
		if b >= ' ' {
			sum += int(bredder[b-' '])
		}
	}
	return float64(sum) / 1000 * size / punkt
}

// fil is the page as a file of PDF 1.7.
func (a *ark) fil(titel string, nu time.Time) ([]byte, error) {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	if _, err := w.Write(a.indhold.Bytes()); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R /Lang (da) /ViewerPreferences << /DisplayDocTitle true >> >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Resources << /Font << /F1 4 0 R /F2 5 0 R >> >> /Contents 6 0 R >>", bredde*punkt, hoejde*punkt),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
		fmt.Sprintf("<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream", packed.Len(), packed.String()),
		fmt.Sprintf("<< /Title <feff%s> /Producer (Indeksbro) /CreationDate (D:%sZ) >>", utf16hex(titel), nu.UTC().Format("20060102150405")),
	}
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R /Info 7 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return out.Bytes(), nil
}

func utf16hex(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return hex.EncodeToString(b)
}

// bredder are the widths of Helvetica's letters from the space on, in thousandths of its size (Adobe's metrics of the core fonts).
var bredder = [224]uint16{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, 350,
	556, 350, 222, 556, 333, 1000, 556, 556, 333, 1000, 667, 333, 1000, 350, 611, 350,
	350, 222, 222, 333, 333, 350, 556, 1000, 333, 1000, 500, 333, 944, 350, 500, 667,
	278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 333,
	400, 584, 333, 333, 333, 556, 537, 278, 333, 333, 365, 556, 834, 834, 834, 611,
	667, 667, 667, 667, 667, 667, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278,
	722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667, 611,
	556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556, 556, 278, 278, 278, 278,
	556, 556, 556, 556, 556, 556, 556, 584, 611, 556, 556, 556, 556, 500, 556, 500,
}
