package store

import (
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
)

// Maal is how an engine says what a data boundary needs.
type Maal struct {
	Indeni string             // the function that gives a text's place in another: instr, strpos
	UUID   func(oio.UUID) any // an identity as the engine takes it
}

// Betingelse is a data boundary as a condition on rows of objekt, whose columns have the prefix, with its arguments in order (06 §1.5): groups ×
// KLE intervals × sensitivity × units × systems, within the opened systems. It lets through all that adgang.Udsnit.Ser does, and of what it
// cannot judge (a row from before it had these columns, a grant of several services, a number that is none) everything, which the index holds
// against Ser once more. Empty: no condition.
func Betingelse(u *adgang.Udsnit, prefix string, m Maal) (string, []any) {
	if u == nil {
		return "", nil
	}
	b := betingelse{prefix: prefix, m: m}
	var all []string
	if u.Systemer != nil {
		all = append(all, b.blandt("system", u.Systemer))
	}
	if !u.Aaben {
		any := []string{}
		for i := range u.Grupper {
			if g := &u.Grupper[i]; g.Lukket == "" && g.Kommune == u.Kommune {
				any = append(any, b.gruppe(u, g))
			}
		}
		all = append(all, eller(any))
	}
	return strings.Join(all, " AND "), b.args
}

type betingelse struct {
	prefix string
	m      Maal
	args   []any
}

func eller(any []string) string {
	if len(any) == 0 {
		return "1 = 0"
	}
	return "(" + strings.Join(any, " OR ") + ")"
}

// blandt demands that a column is one of some identities; of none, nothing is.
func (b *betingelse) blandt(column string, ids []oio.UUID) string {
	if len(ids) == 0 {
		return "1 = 0"
	}
	for _, id := range ids {
		b.args = append(b.args, b.m.UUID(id))
	}
	return b.prefix + column + " IN (?" + strings.Repeat(", ?", len(ids)-1) + ")"
}

func (b *betingelse) gruppe(u *adgang.Udsnit, g *adgang.Gruppe) string {
	all := []string{"1 = 1"}
	if g.KLE != nil {
		all = append(all, b.emner(g.KLE))
	}
	if g.Foelsomhed != 0 {
		all = append(all, "("+b.prefix+"foelsomhed IS NULL OR "+b.prefix+"foelsomhed BETWEEN 1 AND ?"+ // what is not stated, 0, counts as the highest step
			map[bool]string{true: " OR " + b.prefix + "foelsomhed = 0"}[g.Foelsomhed >= oio.VIP]+")")
		b.args = append(b.args, int16(g.Foelsomhed))
	}
	if g.Enheder != nil {
		all = append(all, b.blandt("enhed", g.Enheder))
	}
	if g.Systemer != nil {
		all = append(all, b.blandt("system", g.Systemer))
	}
	return "(" + strings.Join(append(all, b.profil(u, g)), " AND ") + ")"
}

func (b *betingelse) emner(set adgang.Emner) string {
	any := []string{b.prefix + "emner IS NOT NULL", "length(" + b.prefix + "kle) <> 8"}
	for _, one := range set {
		any = append(any, b.prefix+"kle BETWEEN ? AND ?")
		b.args = append(b.args, one.Fra, one.Til)
	}
	return eller(any)
}

// profil holds a Sikkerhedsprofil, kept as «,id,id,», against the person and the units of her group.
func (b *betingelse) profil(u *adgang.Udsnit, g *adgang.Gruppe) string {
	any := []string{b.prefix + "profil IS NULL", b.prefix + "profil = ''"}
	who := g.Enheder
	if !u.Bruger.IsZero() {
		who = append([]oio.UUID{u.Bruger}, who...)
	}
	for _, id := range who {
		any = append(any, b.m.Indeni+"("+b.prefix+"profil, ?) > 0")
		b.args = append(b.args, ","+id.String()+",")
	}
	return eller(any)
}

// ProfilTekst is a Sikkerhedsprofil as its column has it; empty where there is none.
func ProfilTekst(ids []oio.UUID) string {
	if len(ids) == 0 {
		return ""
	}
	var text strings.Builder
	text.WriteByte(',')
	for _, id := range ids {
		text.WriteString(id.String())
		text.WriteByte(',')
	}
	return text.String()
}

// LaesProfil is the inverse of ProfilTekst.
func LaesProfil(text string) []oio.UUID {
	var ids []oio.UUID
	for piece := range strings.SplitSeq(strings.Trim(text, ","), ",") {
		if id, err := oio.ParseUUID(piece); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}
