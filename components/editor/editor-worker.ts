/** What Monaco computes beside the page. */
import "monaco-editor/editor/editor.worker";
