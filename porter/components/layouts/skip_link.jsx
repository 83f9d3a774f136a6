// To the content, past the navigation, and no step of the history: Back would have to be pressed once more, and a page
// that walks its own steps would take it for one of them. Before the scripts are there it is a plain link.
export function SkipLink({ children, className }) {
  const skip = (event) => {
    const main = document.getElementById("main");
    if (!main) return;
    event.preventDefault();
    main.tabIndex = -1; // else it cannot have the focus
    main.focus();
  };
  return <a href="#main" className={className} onClick={skip}>{children}</a>;
}
