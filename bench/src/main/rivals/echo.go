// A line echo with a goroutine per client: echo DELAY_MILLIS.
package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"time"
)

const longest = 64 * 1024

func main() {
	millis, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	delay := time.Duration(millis) * time.Millisecond
	listening, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listening.Addr().(*net.TCPAddr).Port)
	go func() {
		for {
			client, err := listening.Accept()
			if err != nil {
				panic(err)
			}
			go serve(client, delay)
		}
	}()
	io.Copy(io.Discard, os.Stdin)
}

func answer(line string, delay time.Duration) string {
	if delay > 0 {
		time.Sleep(delay)
	}
	return line
}

// source reads from a client, but first sends the client what was written for it: nobody waits for
// input with answers unsent.
type source struct {
	client  net.Conn
	answers *bufio.Writer
}

func (s source) Read(bytes []byte) (int, error) {
	if err := s.answers.Flush(); err != nil {
		return 0, err
	}
	return s.client.Read(bytes)
}

// Go sets TCP_NODELAY by itself.
func serve(client net.Conn, delay time.Duration) {
	defer client.Close()
	writer := bufio.NewWriterSize(client, 4096)
	reader := bufio.NewReaderSize(source{client, writer}, 4096)
	for {
		line, err := readLine(reader)
		if err != nil {
			return
		}
		writer.WriteString(answer(line, delay))
		writer.WriteByte('\n')
	}
}

// readLine reads one line without its end, which may be longer than the reader's buffer.
func readLine(reader *bufio.Reader) (string, error) {
	piece, err := reader.ReadSlice('\n')
	if err == nil {
		return string(piece[:len(piece)-1]), nil
	}
	var line []byte
	for err == bufio.ErrBufferFull && len(line)+len(piece) <= longest {
		line = append(line, piece...)
		piece, err = reader.ReadSlice('\n')
	}
	if err != nil {
		return "", err
	}
	line = append(line, piece...)
	return string(line[:len(line)-1]), nil
}
