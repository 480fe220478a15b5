package generate

import "math/bits"

// Synthetic people: names from short lists, numbers with the day raised by 60, which no real person's has.

var fornavne = []string{
	"Agnes", "Anker", "Asta", "Bent", "Birthe", "Børge", "Carlo", "Dagny", "Ebba", "Egon", "Ella", "Erling", "Esther", "Folmer",
	"Gerda", "Grethe", "Gudrun", "Hakon", "Hedvig", "Holger", "Inga", "Ivan", "Jytte", "Karla", "Kjeld", "Lilly", "Mads",
	"Meta", "Nanna", "Orla", "Oda", "Palle", "Petra", "Rigmor", "Svend", "Sørine", "Tove", "Viggo", "Vita", "Åge",
}

var efternavne = []string{
	"Abildtoft", "Bakmose", "Birkelev", "Damkær", "Dyrholt", "Egedahl", "Enghave", "Fuglevad", "Gammelby", "Granlund",
	"Havbro", "Hedegård", "Hvidkilde", "Højmark", "Idestrup", "Jernløv", "Kildebæk", "Kragelund", "Lindebo", "Lyngdal",
	"Møllevang", "Mosekær", "Nordvang", "Nybølle", "Overby", "Pilegaard", "Ravnsholt", "Rosenbæk", "Skovlund", "Stenløkke",
	"Svanemose", "Søndervig", "Tjørnelund", "Toftegaard", "Ulvedal", "Vadsted", "Vestermark", "Ørbæk", "Østerlund", "Åbrink",
}

// aargange is a range of years of birth whose dates are numbered from zero.
type aargange struct{ fra, til int }

func (a aargange) dage() int { return dag(a.til+1, 1, 1) - dag(a.fra, 1, 1) }

// The three groups of citizens: elderly, other adults, children. Their years do not overlap, so neither do their numbers,
// and adults were adults and children born when the first cases began.
var (
	aeldre = aargange{1928, 1959}
	voksne = aargange{1960, 1997}
	boern  = aargange{2008, 2015}
)

// gruppe tells a citizen's group and the number within it: of twenty-five, sixteen are elderly, eight other adults, one is a
// child.
func gruppe(i int) (g byte, nr int) {
	block, rest := i/25, i%25
	switch {
	case rest == 24:
		return 'b', block
	case rest%3 == 1:
		return 'v', block*8 + rest/3
	}
	return 'e', block*16 + rest - (rest+1)/3
}

// appendCPR appends citizen i's number. The date and the serial follow from i by steps that have no common factor with their
// ranges, so no two citizens share a number (up to some thirty million).
func appendCPR(b []byte, i int, seed uint64) []byte {
	g, nr := gruppe(i)
	years := map[byte]aargange{'e': aeldre, 'v': voksne, 'b': boern}[g]
	days := years.dage()
	day := (nr*stride(days) + int(seed%1009)) % days
	y, m, d := civil(dag(years.fra, 1, 1) + day)
	first, span := 1, 3999 // 1900–1999 (the seventh digit tells the century)
	if y >= 2000 {
		first, span = 4000, 5999
	}
	serial := first + (nr/days*1013+day*37+int(seed%3001))%span
	b = append2(b, d+60)
	b = append2(b, m)
	b = append2(b, y%100)
	b = append2(b, serial/100)
	return append2(b, serial%100)
}

// stride is a step near the golden section that shares no factor with n, so that its multiples visit every number below n.
func stride(n int) int {
	s := n * 618 / 1000
	for gcd(s, n) != 1 {
		s++
	}
	return s
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func append2(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }

// terning is a small deterministic source of choices (splitmix64), seeded per citizen so that each can be made alone.
type terning struct{ state uint64 }

func newTerning(seed uint64, i int) terning {
	t := terning{state: seed*0x9e3779b97f4a7c15 ^ uint64(i)*0xd1342543de82ef95}
	t.next()
	return t
}

func (t *terning) next() uint64 {
	t.state += 0x9e3779b97f4a7c15
	z := t.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// n is a number from 0 up to but not including k.
func (t *terning) n(k int) int {
	hi, _ := bits.Mul64(t.next(), uint64(k))
	return int(hi)
}

// en is true once in k.
func (t *terning) en(k int) bool { return t.n(k) == 0 }

func pick[T any](t *terning, of []T) T { return of[t.n(len(of))] }
