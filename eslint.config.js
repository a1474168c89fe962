/**
 * How the scripts of the page are written: what runs text as code or markup is forbidden,
 * and every function says its types, which TypeScript checks (tsconfig.json).
 * @module eslint.config
 */
import js from "@eslint/js";
import jsdoc from "eslint-plugin-jsdoc";

const SAY_TEXT = "text goes into the page by textContent alone";

/** Ways to turn text into markup or code. */
const FORBIDDEN_PROPERTIES = [
  "innerHTML",
  "outerHTML",
  "insertAdjacentHTML",
  "createContextualFragment",
  "setHTMLUnsafe",
  "parseFromString",
  "srcdoc",
].map((property) => ({ property, message: SAY_TEXT }));

const FORBIDDEN_CALLS = ["write", "writeln", "execCommand"].map((property) => ({
  object: "document",
  property,
  message: SAY_TEXT,
}));

const BROWSER = [
  "addEventListener",
  "atob",
  "Blob",
  "cancelAnimationFrame",
  "clearTimeout",
  "DecompressionStream",
  "document",
  "DOMMatrix",
  "Element",
  "getComputedStyle",
  "history",
  "HTMLAnchorElement",
  "HTMLCanvasElement",
  "HTMLElement",
  "location",
  "performance",
  "PointerEvent",
  "requestAnimationFrame",
  "ResizeObserver",
  "setTimeout",
  "TextDecoder",
  "TextEncoder",
  "URL",
  "URLSearchParams",
  "window",
];

export default [
  { ignores: ["build/", ".venv/", "docs/"] },
  js.configs.recommended,
  jsdoc.configs["flat/recommended-typescript-flavor-error"],
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: {
      ecmaVersion: 2022,
      sourceType: "module",
      globals: Object.fromEntries(BROWSER.map((name) => [name, "readonly"])),
    },
    rules: {
      "array-callback-return": "error",
      complexity: ["error", 12],
      "consistent-return": "error",
      "default-case-last": "error",
      "dot-notation": "error",
      eqeqeq: "error",
      "max-depth": ["error", 4],
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", { max: 70, skipComments: true, skipBlankLines: true }],
      "max-params": ["error", 6],
      "no-alert": "error",
      "no-console": "error",
      "no-else-return": "error",
      "no-eval": "error",
      "no-extend-native": "error",
      "no-implicit-coercion": "error",
      "no-implied-eval": "error",
      "no-lonely-if": "error",
      "no-new-func": "error",
      "no-param-reassign": "error",
      "no-restricted-globals": ["error", "eval", "Function", "DOMParser", "event", "name", "status"],
      "no-restricted-properties": ["error", ...FORBIDDEN_PROPERTIES, ...FORBIDDEN_CALLS],
      "no-script-url": "error",
      "no-shadow": "error",
      "no-throw-literal": "error",
      "no-unneeded-ternary": "error",
      "no-use-before-define": ["error", { functions: false, variables: false }],
      "no-useless-return": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "off", // texts of data are joined with +, which no template can hide
      radix: "error",
      "jsdoc/check-param-names": ["error", { checkDestructured: false }],
      "jsdoc/reject-any-type": "error",
      "jsdoc/require-description": "off", // the types often say it all
      "jsdoc/require-file-overview": ["error", { tags: { module: { mustExist: true } } }],
      "jsdoc/require-jsdoc": ["error", { require: { FunctionDeclaration: true, ClassDeclaration: true } }],
      "jsdoc/require-param": ["error", { checkDestructured: false, checkDestructuredRoots: true }],
      "jsdoc/require-param-description": "off",
      "jsdoc/require-property-description": "off",
      "jsdoc/require-returns": "error",
      "jsdoc/require-returns-description": "off",
      "jsdoc/tag-lines": "off",
    },
  },
];
