// Package kwok pins KWOK, which plays the kubelets: the tool line of go.mod names the program, go.sum its sources.
package kwok
