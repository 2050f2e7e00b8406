import ast
import glob
import os
import sys
import unittest

folder = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "understudy")

# Names that Python got after 3.9, in a call or after a dot.
NEWER = {
    "aiter", "anext", "bit_count", "pairwise", "batched", "TaskGroup", "Runner", "add_note", "ExceptionGroup",
    "StrEnum", "Self", "TypeAlias", "ParamSpec", "Concatenate", "TypeGuard", "override", "reveal_type", "UTC",
}
NEWER_ARGUMENTS = {"zip": {"strict"}, "dataclass": {"slots", "kw_only"}}


class Floor(unittest.TestCase):
    """Checks that the package runs on Python 3.9, also if only a newer version is available."""

    def trees(self):
        paths = sorted(glob.glob(os.path.join(folder, "*.py")))
        self.assertGreater(len(paths), 15)
        for path in paths:
            with open(path, encoding="utf-8") as file:
                yield os.path.basename(path), ast.parse(file.read(), path, feature_version=(3, 9))

    def test_its_syntax_is_of_3_9(self):
        with self.assertRaises(SyntaxError):
            ast.parse("match a:\n  case 1: pass", feature_version=(3, 9))
        for name, tree in self.trees():
            imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
            annotated = [node for node in ast.walk(tree) if isinstance(node, (ast.AnnAssign, ast.arg, ast.FunctionDef))]
            # Without this import, Python would evaluate `X | None` and forward references in annotations.
            self.assertTrue(not annotated or "annotations" in imported, name)

    def test_it_uses_nothing_newer(self):
        for name, tree in self.trees():
            for node in ast.walk(tree):
                used = getattr(node, "attr", None) or getattr(node, "id", None)
                self.assertNotIn(used, NEWER, f"{name}:{getattr(node, 'lineno', 0)}")
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                    self.assertNotEqual((node.value.id, node.attr), ("asyncio", "timeout"), name)
                if isinstance(node, ast.Call):
                    called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                    given = {keyword.arg for keyword in node.keywords}
                    self.assertFalse(given & NEWER_ARGUMENTS.get(called, set()), f"{name}:{node.lineno}")

    @unittest.skipUnless(hasattr(sys, "stdlib_module_names"), "this Python does not list its own modules")
    def test_it_needs_the_standard_library_only(self):
        for name, tree in self.trees():
            for node in ast.walk(tree):
                modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and node.level == 0:
                    modules.append(node.module or "")
                for module in modules:
                    self.assertIn(module.split(".")[0], sys.stdlib_module_names, name)
