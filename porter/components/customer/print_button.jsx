// Prints the page; what is not part of the paper hides itself by `print:hidden`.
export function PrintButton({ label, small = false }) {
  return (
    <button type="button" className={small ? "btn print:hidden" : "btn btn-full print:hidden"} data-variant="secondary" data-size={small ? "sm" : "lg"} onClick={() => window.print()}>
      <span className="btn-in">{label}</span>
    </button>
  );
}
