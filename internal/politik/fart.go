package politik

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Stilletid is the hours of the day, in Zone, in which nothing is sent: from Fra until Til, over midnight where Til is before Fra. The zero
// Stilletid is no such hours.
type Stilletid struct {
	Fra, Til time.Duration  // since midnight
	Zone     *time.Location // nil: UTC
}

// I reports whether a moment lies in the quiet hours.
func (s Stilletid) I(at time.Time) bool {
	if s.Fra == s.Til {
		return false
	}
	zone := s.Zone
	if zone == nil {
		zone = time.UTC
	}
	h, m, sec := at.In(zone).Clock()
	of := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(sec)*time.Second
	if s.Fra < s.Til {
		return of >= s.Fra && of < s.Til
	}
	return of >= s.Fra || of < s.Til
}

// String is the hours as the policy takes them, "22:00-05:30".
func (s Stilletid) String() string {
	if s.Fra == s.Til {
		return ""
	}
	clock := func(d time.Duration) string { return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60) }
	return clock(s.Fra) + "-" + clock(s.Til)
}

func setStille(p *Politik, s string) error {
	if s == "" {
		p.Stille = Stilletid{}
		return nil
	}
	from, to, both := strings.Cut(s, "-")
	a, errA := time.Parse("15:04", strings.TrimSpace(from))
	b, errB := time.Parse("15:04", strings.TrimSpace(to))
	if !both || errA != nil || errB != nil || a.Equal(b) {
		return fmt.Errorf("want two times of day such as 22:00-05:30, or nothing")
	}
	since := func(t time.Time) time.Duration {
		return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
	}
	p.Stille = Stilletid{Fra: since(a), Til: since(b)}
	return nil
}

func rate(field func(*Politik) *float64) func(*Politik, string) error {
	return func(p *Politik, s string) error {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil || !(v >= 0 && v <= 100_000) {
			return fmt.Errorf("want objects a second, 0 to 100000")
		}
		*field(p) = v
		return nil
	}
}

func setSamtidige(p *Politik, s string) error {
	v, err := strconv.Atoi(s)
	if err != nil || v < 1 || v > 64 {
		return fmt.Errorf("want a whole number from 1 to 64")
	}
	p.Samtidige = v
	return nil
}

// portionMest is how many objects the real indexes take in one call.
const portionMest = 100

func setPortion(p *Politik, s string) error {
	v, err := strconv.Atoi(s)
	if err != nil || v < 1 || v > portionMest {
		return fmt.Errorf("want a whole number from 1 to %d", portionMest)
	}
	p.Portion = v
	return nil
}

func setSamling(p *Politik, s string) error {
	if s == "auto" {
		p.Samling = -1
		return nil
	}
	v, err := strconv.Atoi(s)
	if err != nil || v < 0 || v > 3600 {
		return fmt.Errorf("want seconds from 0 to 3600, or auto")
	}
	p.Samling = time.Duration(v) * time.Second
	return nil
}

func getSamling(p *Politik) string {
	if p.Samling < 0 {
		return "auto"
	}
	return strconv.Itoa(int(p.Samling / time.Second))
}

func setFrist(p *Politik, s string) error {
	v, err := strconv.Atoi(s)
	if err != nil || v < 1 || v > 600 {
		return fmt.Errorf("want seconds from 1 to 600")
	}
	p.MaalFrist = time.Duration(v) * time.Second
	return nil
}

func setArbejdstid(p *Politik, s string) error {
	var quiet Politik
	if err := setStille(&quiet, s); err != nil || quiet.Stille.Fra > quiet.Stille.Til {
		return fmt.Errorf("want two times of one day such as 06:00-18:00, or nothing")
	}
	p.Arbejdstid = quiet.Stille
	return nil
}

func setMaaneder(p *Politik, s string) error {
	v, err := strconv.Atoi(s)
	if err != nil || v < 6 || v > 60 {
		return fmt.Errorf("want months from 6 to 60")
	}
	p.RevisionMaaneder = v
	return nil
}

func setGentaget(p *Politik, s string) error {
	v, err := strconv.Atoi(s)
	if err != nil || v < 0 || v > 10_000 {
		return fmt.Errorf("want a whole number from 0 to 10000")
	}
	p.RevisionGentaget = v
	return nil
}
