package page

import "strings"

// TelURL makes a telephone number pressable; eight digits are a Danish number.
func TelURL(nummer string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, nummer)
	if len(digits) == 8 && digits[0] != '+' {
		digits = "+45" + digits
	}
	return "tel:" + digits
}
