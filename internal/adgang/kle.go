package adgang

import (
	"fmt"
	"slices"
	"strings"
)

// Emner is a set of KLE numbers as a data boundary tells it: «27.*, 32.*-34.*, 29.09.04» (06 §1.5). Nil is no limit; an empty set is nothing.
type Emner []Interval

// Interval is the six-digit numbers from Fra to Til, both included.
type Interval struct{ Fra, Til string }

// Intet is what role catalogues send on purpose as "no number at all".
const Intet = "99.99.99"

// AlleEmner is the whole of KLE, which differs from no limit only in that somebody said so.
var AlleEmner = Emner{{"00.00.00", "99.99.99"}}

// ParseEmner reads a list of numbers, wholes and intervals. An error names the first piece that is none; an empty list is the empty set.
func ParseEmner(text string) (Emner, error) {
	set := Emner{}
	for piece := range strings.SplitSeq(text, ",") {
		piece = strings.TrimSpace(piece)
		if piece == "" {
			continue
		}
		low, high, both := strings.Cut(piece, "-")
		if !both {
			high = low
		}
		one := Interval{}
		var ok bool
		if one.Fra, ok = ende(low, "00"); ok {
			one.Til, ok = ende(high, "99")
		}
		if !ok || one.Fra > one.Til {
			return nil, fmt.Errorf("%q is no KLE number, whole or interval such as 27.*, 29.09.04 or 32.*-34.*", piece)
		}
		set = append(set, one)
	}
	return set, nil
}

// ende is the first or last six-digit number that a piece stands for: *, NN.*, NN.NN.* or NN.NN.NN.
func ende(piece, fill string) (string, bool) {
	number, whole := strings.CutSuffix(strings.TrimSpace(piece), "*")
	if whole {
		if n := len(number); n > len("27.35.") || n%len("27.") != 0 {
			return "", false
		}
		number += strings.Join([]string{fill, fill, fill}, ".")[len(number):]
	}
	if !helt(number) {
		return "", false
	}
	return number, true
}

// helt reports whether a text is a six-digit number, NN.NN.NN.
func helt(number string) bool {
	if len(number) != len("27.35.04") {
		return false
	}
	for i := range len(number) {
		if isDot := i%3 == 2; isDot && number[i] != '.' || !isDot && (number[i] < '0' || number[i] > '9') {
			return false
		}
	}
	return true
}

// Har reports whether a number lies in the set. A number of one or two groups does when all below it does; what is no number never does.
func (e Emner) Har(number string) bool {
	piece := number
	if len(number) < len("27.35.04") {
		piece += ".*"
	}
	low, ok := ende(piece, "00")
	high, _ := ende(piece, "99")
	return ok && slices.ContainsFunc(e, func(i Interval) bool { return i.Fra <= low && high <= i.Til })
}

// Roerer reports whether any number of the set lies in another.
func (e Emner) Roerer(other Emner) bool {
	return slices.ContainsFunc(e, func(a Interval) bool {
		return slices.ContainsFunc(other, func(b Interval) bool { return a.Fra <= b.Til && b.Fra <= a.Til })
	})
}

// Undtagen are all numbers that are not in the set.
func (e Emner) Undtagen() Emner {
	sorted := slices.Clone(e)
	slices.SortFunc(sorted, func(a, b Interval) int { return strings.Compare(a.Fra, b.Fra) })
	rest, from := Emner{}, 0
	for _, one := range sorted {
		low, high := plads(one.Fra), plads(one.Til)
		if low > from {
			rest = append(rest, Interval{nummer(from), nummer(low - 1)})
		}
		from = max(from, high+1)
	}
	if from <= 999_999 {
		rest = append(rest, Interval{nummer(from), nummer(999_999)})
	}
	return rest
}

// plads is a six-digit number's place among all, and nummer the number at a place.
func plads(number string) int {
	n := 0
	for _, digit := range strings.ReplaceAll(number, ".", "") {
		n = n*10 + int(digit-'0')
	}
	return n
}

func nummer(n int) string { return fmt.Sprintf("%02d.%02d.%02d", n/10_000, n/100%100, n%100) }

// String is the set as a role catalogue writes it; the empty set is Intet.
func (e Emner) String() string {
	if len(e) == 0 {
		return Intet
	}
	pieces := make([]string, len(e))
	for i, one := range e {
		pieces[i] = one.String()
	}
	return strings.Join(pieces, ",")
}

// String is the shortest way to write the interval.
func (i Interval) String() string {
	low, high := strings.Split(i.Fra, "."), strings.Split(i.Til, ".")
	shortest := 3 // groups that must be written
	for shortest > 0 && low[shortest-1] == "00" && high[shortest-1] == "99" {
		shortest--
	}
	write := func(groups []string) string {
		if shortest == 3 {
			return strings.Join(groups, ".")
		}
		return strings.Join(append(slices.Clone(groups[:shortest]), "*"), ".")
	}
	from, to := write(low), write(high)
	if from == to {
		return from
	}
	return from + "-" + to
}
