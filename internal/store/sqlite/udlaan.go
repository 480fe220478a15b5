package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
)

// maxForberedte is how many statements are kept that were not made to be asked again and again.
const maxForberedte = 64

// udlaan keeps the statements asked for last, of which there are too many kinds to keep all: a data boundary makes its own. To plan one costs more
// than to ask it.
type udlaan struct {
	mu    sync.Mutex
	texts map[string]*forberedt
	nr    int64 // counts what was lent
}

// forberedt is a prepared statement. One in use is not let go.
type forberedt struct {
	*sql.Stmt
	text    string
	brugere int
	sidst   int64
}

// laan gives the statement of a text; aflever hands it back.
func (u *udlaan) laan(ctx context.Context, db *sql.DB, text string) (*forberedt, error) {
	if f := u.kendt(text, nil); f != nil {
		return f, nil
	}
	s, err := db.PrepareContext(ctx, text)
	if err != nil {
		return nil, fmt.Errorf("prepare statement: %w", err)
	}
	return u.kendt(text, s), nil
}

// kendt lends a statement that is kept, else it keeps the new one, if there is one, and lends that.
func (u *udlaan) kendt(text string, new *sql.Stmt) *forberedt {
	u.mu.Lock()
	defer u.mu.Unlock()
	f := u.texts[text]
	switch {
	case f != nil && new != nil:
		_ = new.Close() // somebody was quicker
	case f == nil && new == nil:
		return nil
	case f == nil:
		if u.texts == nil {
			u.texts = make(map[string]*forberedt)
		}
		f = &forberedt{Stmt: new, text: text}
		u.texts[text] = f
	}
	u.nr++
	f.brugere, f.sidst = f.brugere+1, u.nr
	return f
}

// aflever hands a statement back, and lets the one go that was not asked for the longest where there are too many.
func (u *udlaan) aflever(f *forberedt) {
	u.mu.Lock()
	defer u.mu.Unlock()
	f.brugere--
	if len(u.texts) <= maxForberedte {
		return
	}
	oldest := f
	for _, other := range u.texts {
		if other.brugere == 0 && (oldest.brugere > 0 || other.sidst < oldest.sidst) {
			oldest = other
		}
	}
	if oldest.brugere == 0 {
		delete(u.texts, oldest.text)
		_ = oldest.Close() // nobody uses it, so nothing is lost
	}
}
