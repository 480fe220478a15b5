// Package hop is the jump from a case here to the same case in its source system (R114, R118): the address made from the source system's
// template, and the signed hand-over that goes with it.
//
// It promises that no address carries a CPR number, that only https goes out (loopback apart, for a demo), and that a hand-over holds for a
// minute, once, for one user and one object. The source system decides on access itself: a hand-over tells who jumped and to what, and gives no
// right. It sends nothing.
package hop
