// Command oracle answers, by calling upstream's own functions, what the placement engine is asked: one JSON case a line in, one JSON answer a
// line out. Nothing is decided here: cases are read, completed with upstream's defaults and handed over.
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	oracle, err := newOracle()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	// Each answer is written at once: whoever asks one question at a time waits for it, and what the decoder has read ahead cannot be seen.
	encoder := json.NewEncoder(os.Stdout)
	decoder := json.NewDecoder(os.Stdin)
	for decoder.More() {
		var asked question
		if err := decoder.Decode(&asked); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if err := encoder.Encode(oracle.answer(asked)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
