// Package eoj is what an electronic care record holds, as its feed tells it: Sagstype, Ydelse, Enhed, Sag and Bevilling, one
// JSON object a line, each with the source's own id and a version that grows.
//
// It reads and checks single lines and says in words what is wrong with one. It keeps nothing (package mirror does) and
// decides nothing about what is sent (package projection does).
package eoj
