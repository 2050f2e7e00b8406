/** The worker of Monaco. */
import "monaco-editor/editor/editor.worker";
