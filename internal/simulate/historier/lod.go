package historier

// lod draws numbers (splitmix64): the same from the same seed, on every machine.
type lod struct{ stand uint64 }

func (l *lod) tal() uint64 {
	l.stand += 0x9e3779b97f4a7c15
	z := l.stand
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// af draws one of n, from zero.
func (l *lod) af(n int) int { return int(l.tal() % uint64(n)) }

// mellem draws a number from low to high, both among them.
func (l *lod) mellem(low, high int) int { return low + l.af(high-low+1) }

// sker is true so many times in a hundred.
func (l *lod) sker(percent int) bool { return l.af(100) < percent }

// bland puts things in a random order.
func bland[T any](l *lod, things []T) {
	for i := len(things) - 1; i > 0; i-- {
		j := l.af(i + 1)
		things[i], things[j] = things[j], things[i]
	}
}
