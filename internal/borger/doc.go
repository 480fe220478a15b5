// Package borger decides what a citizen sees of what an index holds about her, and in which words (R112, S9, 06 §2): the
// services she gets now, her open cases, and what is over. It is a pure function of the objects, the organisation, what the
// municipality says about itself, and today's date.
//
// It promises that nothing leaves it that belongs to anybody else, even if the index handed it out by mistake; that no
// employee's name, no case number, no code, no identity and no CPR number is among the texts; and that what is hidden
// leaves no trace, neither a count nor a gap. It knows no access rules beyond that: whoever calls it has asked the index for
// this citizen as primary party only.
package borger
