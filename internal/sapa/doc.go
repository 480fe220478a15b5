// Package sapa is the caseworker's overview of one citizen as texts and rows (S8, 06 §1): the overview line, the cases, the
// services in two tables, one case, one grant, and the unit to contact. It is a pure function of the objects, the
// organisation and today's date.
//
// It promises that lists show the responsible unit exactly as it was sent, that details show the unit FK Organisation has
// under the sent identity, and that the contact box is never empty (R113, 06 §1.4). Whom the caseworker may see is decided
// before: what may not be seen must not be handed in.
package sapa
