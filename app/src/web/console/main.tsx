import '../kit/kit.css';
