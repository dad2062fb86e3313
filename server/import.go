package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/models/roster"
	"shuangyong/server/app"
)

// shown is how many complaints are printed; the report file has all.
const shown = 50

// imports takes over what other offices send.
func (c *command) imports() *cobra.Command {
	parent := &cobra.Command{Use: "import", Short: "Check a file and, with --apply, take it over: whole or not at all"}
	parent.AddCommand(c.importPeople())
	return parent
}

// importPeople takes over the bureau's list of people.
func (c *command) importPeople() *cobra.Command {
	o, reportFile := app.PeopleImport{}, ""
	sub := &cobra.Command{
		Use:   "people FILE",
		Short: "The bureau's list of people (.xlsx or .csv, see docs/roster.md); without --apply it is only checked",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Path = args[0]
			return c.with(cmd, func(s *app.Stores) error {
				if err := s.Prepare(cmd.Context()); err != nil {
					return err
				}
				return takeOver(cmd, s, o, reportFile)
			})
		},
	}
	sub.Flags().BoolVar(&o.Apply, "apply", false, "write; nothing is written when anything is wrong")
	sub.Flags().StringVar(&reportFile, "report", "", "write every complaint into this CSV file")
	return sub
}

// takeOver runs the import and says what came of it.
func takeOver(cmd *cobra.Command, s *app.Stores, o app.PeopleImport, reportFile string) error {
	out := cmd.OutOrStdout()
	book := &complaints{out: out}
	if reportFile != "" {
		if err := book.open(reportFile); err != nil {
			return err
		}
	}
	o.Complain, o.Progress = book.add, speed(cmd.ErrOrStderr(), s.Clock)
	report, err := s.ImportPeople(cmd.Context(), o)
	_, _ = fmt.Fprintf(cmd.ErrOrStderr(), "\r%60s\r", "")
	if closed := book.close(); closed != nil {
		return closed
	}
	f, refused := errors.AsType[*fault.Fault](err)
	switch {
	case errors.Is(err, app.ErrBadRows):
		_, _ = fmt.Fprintf(out, "共%d行，%d处要改，什么也没有写入。改好后再导入一次。\n", report.File.Rows, report.File.Bad)
		return errUnwell
	case refused && f.Code != fault.Unavailable && f.Code != fault.Internal:
		_, _ = fmt.Fprintln(out, f.Detail)
		return errUnwell
	case err != nil:
		return err
	}
	summarise(out, report, o.Apply)
	return nil
}

func summarise(out io.Writer, r app.ImportReport, apply bool) {
	p := r.People
	_, _ = fmt.Fprintf(out, "共%d行，没有要改的：新增%d人，更新%d人，%d人和登记的一样。身份新增%d条、变动%d条，优待证新增%d张。\n",
		r.File.Rows, p.New, p.Changed, p.Same, p.Granted, p.Amended, r.Cards)
	if p.Suspect > 0 {
		_, _ = fmt.Fprintf(out, "有%d对同名、同生日的，列入核对名单，请到工作台核对是不是同一人。\n", p.Suspect)
	}
	rest := ""
	if r.Left > 0 {
		rest = "其余"
		_, _ = fmt.Fprintf(out, "有%d行的一种身份和档案里的时间重叠，那一种没有改动，请在工作台核对。\n", r.Left)
	}
	switch {
	case r.Applied:
		_, _ = fmt.Fprintln(out, rest+"已全部写入。")
	case !apply:
		_, _ = fmt.Fprintln(out, "这次只核对，没有写入。确认无误后加上 --apply 再运行一次。")
	default:
		_, _ = fmt.Fprintln(out, rest+"和现在登记的完全一样，没有改动。")
	}
}

// speed writes how far the import is, once a second.
func speed(out io.Writer, clk clock.Clock) func(stage string, rows int) {
	var last, began time.Time
	current := ""
	return func(stage string, rows int) {
		now := clk.Now()
		if stage != current {
			current, began, last = stage, now, now
			return
		}
		if now.Sub(last) < time.Second {
			return
		}
		last = now
		_, _ = fmt.Fprintf(out, "\r%s：%d行，每秒%.0f行%20s", stage, rows, float64(rows)/now.Sub(began).Seconds(), "")
	}
}

// complaints prints the first ones and writes all of them into a file. They name row and column, never what stands there.
type complaints struct {
	out    io.Writer
	file   *os.File
	table  *csv.Writer
	said   int
	silent int
}

func (c *complaints) open(path string) error {
	var err error
	if c.file, err = os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600); err != nil { // #nosec G304 -- the operator names it
		return fmt.Errorf("--report: %w", err)
	}
	_, _ = c.file.WriteString("\ufeff") // for spreadsheets
	c.table = csv.NewWriter(c.file)
	return c.table.Write([]string{"行", "列", "要改", "说明"})
}

func (c *complaints) add(one roster.Complaint) {
	if c.table != nil {
		line, must := "", "否"
		if one.Line > 0 {
			line = strconv.Itoa(one.Line)
		}
		if one.Bad {
			must = "是"
		}
		_ = c.table.Write([]string{line, one.Column, must, one.Text}) // told by close
	}
	if c.said >= shown {
		c.silent++
		return
	}
	c.said++
	_, _ = fmt.Fprintln(c.out, one)
}

// close says what was left out and finishes the file.
func (c *complaints) close() error {
	if c.silent > 0 {
		_, _ = fmt.Fprintf(c.out, "……还有%d条没有列出，加上 --report 文件.csv 可以看全部。\n", c.silent)
	}
	if c.table == nil {
		return nil
	}
	c.table.Flush()
	if err := errors.Join(c.table.Error(), c.file.Close()); err != nil {
		return fmt.Errorf("--report: %w", err)
	}
	return nil
}
