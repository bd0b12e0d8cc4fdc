// Before the first paint: whoever was signed in need not see the front page flash by.
document.documentElement.classList.toggle('was-in', localStorage.getItem('tidegate.in') === 'yes');
