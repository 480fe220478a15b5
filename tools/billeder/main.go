// Command billeder takes pictures of a running demo, of whole pages at two widths; with -vindue of what fits the window, as the README has them:
// `go run ./tools/billeder -vindue http://127.0.0.1:8080 docs/billeder`.
// It is no test and judges nothing. The guides' pictures are taken by the test that walks them (CONTRIBUTING.md).
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

func main() {
	window := flag.Bool("vindue", false, "only what fits a window of 1280 x 800")
	flag.Parse()
	if flag.NArg() != 2 {
		fmt.Fprintln(os.Stderr, "usage: billeder [-vindue] URL DIR")
		os.Exit(2)
	}
	whole := func() chromedp.Action[[]byte] { return chromedp.FullScreenshot(100) }
	widths := []int64{1280, 390}
	if *window {
		whole, widths = chromedp.CaptureScreenshot, widths[:1]
	}
	if err := take(flag.Arg(0), flag.Arg(1), widths, whole); err != nil {
		fmt.Fprintln(os.Stderr, "billeder:", err)
		os.Exit(3)
	}
}

func take(base, directory string, widths []int64, picture func() chromedp.Action[[]byte]) error {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath("/usr/bin/chromium"), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.Flag("headless", "new"), chromedp.Flag("disable-background-networking", true), chromedp.WSURLReadTimeout(60*time.Second))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	ctx, cancel := chromedp.NewContext(alloc)
	defer cancel()
	if err := chromedp.Do(ctx); err != nil {
		return err
	}
	for _, width := range widths {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 800)); err != nil {
			return err
		}
		if err := walk(ctx, base, filepath.Join(directory, fmt.Sprintf("%d-", width)), picture); err != nil {
			return err
		}
	}
	return nil
}

// person is somebody of the demo, by her id or the button that makes one her, and what she looks at: a picture's name and what leads to its page. What
// begins with / is an address, everything else is clicked.
type person struct {
	knap   string
	billed [][2]string
}

// folk are those who meet Indeksbro, in the order of the work: who marks and maps, who maps units, who owns what citizens see, who owns what
// caseworkers see, the programme leader, a caseworker, and a citizen.
var folk = []person{
	{"", [][2]string{{"forside", "/"}, {"demo", "/demo"}}},
	{"karen-holm", [][2]string{
		{"vaerksted", "/vaerksted"}, {"vaerksted-ydelser", "/vaerksted/ydelser"}, {"vaerksted-ydelse", "/vaerksted/ydelser?tilstand=aabne|.ib-navn-celle a"},
		{"vaerksted-sagstyper", "/vaerksted/sagstyper"}, {"vaerksted-eksport", "/vaerksted/eksport"}, {"vaerksted-liste", "/vaerksted/eksport/liste"}, {"vaerksted-holdt", "/vaerksted/eksport/holdt"},
		{"vaerksted-fund", "/vaerksted/fund"}, {"vaerksted-simulator", "/vaerksted/simulator"}, {"indeks", "/indeks"}, {"fejl", "/findes-ikke"},
		{"program", "/program"}, {"program-trin", "/program/trin/2"}, {"program-opgaver", "/program/opgaver"}, {"program-plan", "/program/plan"}, {"program-aftaler", "/program/aftaler"},
		{"program-faelles", "/program/faelles"}, {"program-afklaringer", "/program/afklaringer"}, {"hjaelp", "/hjaelp/trin-5"}}},
	{"jens-bruun", [][2]string{{"enheder-forside", "/"}, {"enheder", "/vaerksted/enheder"}}},
	{"lone-friis", [][2]string{
		{"borgerblik", "/borgerblik"}, {"borgerblik-omraader", "/borgerblik/omraader"}, {"borgerblik-ord", "/borgerblik/tekster"}, {"borgerblik-aabninger", "/borgerblik/aabninger"}, {"som-borger", "/borgerblik/som-borger"}}},
	{"torben-lind", [][2]string{{"adgang", "/adgang"}, {"adgang-log", "/adgang/log"}, {"adgang-alarmer", "/adgang/alarmer"}, {"adgang-hop", "/adgang/hop"}, {"adgang-indsigt", "/adgang/indsigt"}}},
	{"vibeke-dam", [][2]string{{"program-alle", "/program/alle"}, {"program-loads", "/program/loads"}, {"program-kommuner", "/program/kommuner"}, {"program-moeder", "/program/moeder"}, {"program-rapport", "/program/rapport"}}},
	{"susanne-dahl", [][2]string{
		{"sapa", "/sapa"}, {"sapa-fundet", "#soeg=sør|form[action='/sapa/soeg'] button"}, {"sapa-borger", "main a[href^='/sapa/borger/']"}, {"sapa-sag", "main a[href^='/sapa/sag/']"}}},
	{"button.ib-vaelg", [][2]string{{"borger", "/demo?navn=Bakmose|button.ib-vaelg"}}},
}

// walk lets each of them look.
func walk(ctx context.Context, base, prefix string, take func() chromedp.Action[[]byte]) error {
	for _, p := range folk {
		if p.knap != "" {
			if err := chromedp.Do(ctx, chromedp.Navigate(base+"/demo")); err != nil {
				return err
			}
			if err := click(ctx, selector(p.knap)); err != nil {
				return fmt.Errorf("be %s: %w", p.knap, err)
			}
		}
		for _, b := range p.billed {
			for _, step := range strings.Split(b[1], "|") {
				if err := do(ctx, base, step); err != nil {
					return fmt.Errorf("%s: %s: %w", b[0], step, err)
				}
			}
			picture, err := chromedp.Run(ctx, take())
			if err != nil {
				return err
			}
			if err := os.WriteFile(prefix+b[0]+".png", picture, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}

// selector is the button that makes one a person, by her id.
func selector(id string) string {
	if strings.HasPrefix(id, "button") {
		return id
	}
	return "input[value='" + id + "'] ~ button"
}

// do takes one step: an address, a field with what is written in it, or a click that leads to a page.
func do(ctx context.Context, base, step string) error {
	field, text, writes := strings.Cut(step, "=")
	switch {
	case strings.HasPrefix(step, "/"):
		return chromedp.Do(ctx, chromedp.Navigate(base+step))
	case writes && strings.HasPrefix(field, "#"):
		return chromedp.Do(ctx, chromedp.SendKeys(field, text))
	}
	return click(ctx, step)
}

func click(ctx context.Context, selector string) error {
	_, err := chromedp.RunResponse(ctx, chromedp.Click(selector))
	return err
}
